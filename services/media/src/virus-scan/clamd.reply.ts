import type { ScanOutcome } from '../assets/verdict.js';
import type { ScannerVersion } from './virus-scanner.js';

export interface ReadReply {
  readonly outcome: ScanOutcome;
  readonly signatureName: string | null;
}

const LIMITS = 'Heuristics.Limits.Exceeded';
const ENCRYPTED = 'Heuristics.Encrypted';
// Names come from the signature database; they are shown to reviewers and stored.
const NAME = /^[\x21-\x7e]{1,200}$/;

/**
 * What clamd's whole answer to one zINSTREAM means, the closing NUL included. Clean is `stream: OK` and nothing else: an
 * answer that was cut off, has a byte too many or is not known is an ERROR.
 */
export function readScanReply(raw: Buffer): ReadReply {
  const plain = (outcome: ScanOutcome): ReadReply => ({ outcome, signatureName: null });
  const text = raw.toString('latin1');
  if (text.indexOf('\0') !== text.length - 1) return plain('ERROR');
  const reply = text.slice(0, -1);
  if (reply === 'stream: OK') return plain('CLEAN');
  if (reply === 'INSTREAM size limit exceeded. ERROR') return plain('TOO_LARGE');
  // Its disk is full: nothing about the file.
  if (/temporary file.* ERROR$/i.test(reply)) return plain('SCANNER_DOWN');
  const found = /^stream: (.+) FOUND$/s.exec(reply);
  if (found === null) return plain('ERROR');
  const name = found[1] as string;
  // Something was found, whatever its name looks like.
  const signatureName = NAME.test(name) ? name : null;
  if (name.startsWith(LIMITS)) return { outcome: 'LIMITS_EXCEEDED', signatureName };
  if (name.startsWith(ENCRYPTED)) return { outcome: 'ENCRYPTED', signatureName };
  return { outcome: 'FOUND', signatureName };
}

/**
 * `ClamAV 1.4.6/27800/Tue Nov 24 08:12:03 2026`; without a dated database only `ClamAV 1.4.6`. The time has no zone:
 * clamd prints its host's, which is UTC in every image of ours.
 */
export function readVersionReply(raw: Buffer): ScannerVersion | null {
  const reply = raw.toString('latin1').replace(/\0$/, '').trim();
  const parts = /^ClamAV ([\w.+~-]{1,40})(?:\/(\d{1,10})\/(.{1,40}))?$/.exec(reply);
  if (parts === null) return null;
  const time = parts[3] === undefined ? Number.NaN : Date.parse(`${parts[3]} UTC`);
  return { engine: 'ClamAV', engineVersion: parts[1] ?? null, sigdbVersion: parts[2] ?? null, sigdbTime: Number.isNaN(time) ? null : new Date(time) };
}
