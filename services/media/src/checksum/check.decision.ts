import type { Reason } from '../assets/asset.repository.js';
import { reason } from '../assets/asset.words.js';
import { bareType } from '../container/containers.js';
import type { ProbeAnswer, ProbeFacts } from '../container/media-probe.js';
import type { Sniffed } from '../container/sniff.js';
import type { StructureFault } from '../container/structure.js';

/** More tracks than a camera with several microphones and a few languages of subtitles has. */
const MAX_TRACKS = 32;
/** Pixels: 8K and a bit. A larger picture of a few bytes is a bomb for whoever decodes it. */
const MAX_SIDE = 8_192;
const MAX_PIXELS = 7_680 * 4_320;
const MAX_DURATION_MS = 24 * 3_600_000;

/** What was promised at the start of the upload. */
export interface Declared {
  readonly declaredSize: number;
  readonly declaredSha256: string | null;
  readonly declaredContentType: string;
  /** Of an asset that comes back from quarantine: two people released exactly these bytes. */
  readonly sha256: string | null;
}

export function judgeSize(declared: Declared, size: number): Reason | null {
  if (size === 0) return reason('file-empty');
  return size === declared.declaredSize ? null : reason('size-mismatch');
}

export function judgeDigest(declared: Declared, sha256: string): Reason | null {
  const promised = declared.declaredSha256?.toLowerCase() ?? sha256;
  return promised === sha256 && (declared.sha256 ?? sha256) === sha256 ? null : reason('digest-mismatch');
}

export function judgeContainer(declared: Declared, sniffed: Sniffed | null): Reason | null {
  return sniffed === bareType(declared.declaredContentType) ? null : reason('type-mismatch');
}

export function judgeStructure(fault: StructureFault | null): Reason | null {
  return fault === null ? null : reason(`file-${fault}`);
}

export function judgeProbe(answer: ProbeAnswer): { readonly facts: ProbeFacts } | { readonly refused: Reason } {
  if (!answer.ok) return { refused: reason(answer.why === 'no-video' ? 'not-a-video' : `file-${answer.why}`) };
  const f = answer.facts;
  const bomb = f.tracks > MAX_TRACKS || f.width > MAX_SIDE || f.height > MAX_SIDE || f.width * f.height > MAX_PIXELS || (f.durationMs ?? 0) > MAX_DURATION_MS;
  return bomb ? { refused: reason('file-too-complex') } : { facts: f };
}
