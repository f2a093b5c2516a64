import { unavailable } from '@practika/problems';
import { ClamdConnection, ClamdLost, framesOf, type ClamdAddress, type ClamdTimeouts } from './clamd.connection.js';
import { readScanReply, readVersionReply } from './clamd.reply.js';
import { VirusScanner, type ScannerVersion, type ScanReport } from './virus-scanner.js';

const TIMEOUTS: ClamdTimeouts = { connectMs: 2_000, idleMs: 30_000 };

/** The scan itself may be as long as the caller's signal lets it be. */
const SCAN_MS = 3_600_000;

/** clamd over TCP by INSTREAM. */
export class ClamdVirusScanner extends VirusScanner {
  constructor(private readonly address: ClamdAddress, private readonly timeouts: ClamdTimeouts = TIMEOUTS) {
    super();
  }

  async version(signal?: AbortSignal): Promise<ScannerVersion> {
    let reply: Buffer;
    try {
      const connection = await ClamdConnection.open(this.address, this.timeouts, signal);
      try {
        connection.command('VERSION');
        reply = await connection.reply(this.timeouts.idleMs);
      } finally {
        connection.close();
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw unavailable('The virus scanner', error);
    }
    const version = readVersionReply(reply);
    if (version === null) throw unavailable('The virus scanner', new Error('its version is not understood'));
    return version;
  }

  async scan(chunks: AsyncIterable<Buffer>, signal: AbortSignal): Promise<ScanReport> {
    let sent = 0;
    let complete = false;
    const report = (reply: Pick<ScanReport, 'outcome' | 'signatureName'>): ScanReport => ({ ...reply, bytesScanned: sent });
    let connection: ClamdConnection | undefined;
    try {
      connection = await ClamdConnection.open(this.address, this.timeouts, signal);
      connection.command('INSTREAM');
      for await (const { pieces, bytes } of framesOf(chunks)) {
        await connection.frame(pieces, bytes);
        // Said before the end, it can only be a refusal; what it says is read below.
        if (connection.answered) break;
        sent += bytes;
      }
      complete = !connection.answered;
      if (complete) connection.endOfStream();
      const reply = readScanReply(await connection.reply(SCAN_MS));
      // An OK about a part of the file says nothing about the file.
      return report(reply.outcome === 'CLEAN' && !complete ? { outcome: 'ERROR', signatureName: null } : reply);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ClamdLost)) throw error;
      // It may have said why before it closed, as it does at its size limit. Such an answer never counts as clean.
      const reply = readScanReply(error.reply);
      if (error.reply.length > 0 && reply.outcome !== 'CLEAN') return report(reply);
      if (error.reply.length > 0) return report({ outcome: 'ERROR', signatureName: null });
      // Gone after it had the whole file: this file may be what ends it, so the try counts. Gone before: an outage.
      return report({ outcome: complete ? 'ERROR' : 'SCANNER_DOWN', signatureName: null });
    } finally {
      connection?.close();
    }
  }
}
