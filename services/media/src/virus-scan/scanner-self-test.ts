import type { VirusScanner } from './virus-scanner.js';

// In two halves, so that no scanner takes this program for the test file.
const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!$H+H*'].join(''), 'latin1');
const PADDING = Buffer.alloc(1024 * 1024);

async function* bytesOf(before: number, after: number): AsyncGenerator<Buffer> {
  for (let left = before; left > 0; left -= PADDING.length) yield PADDING.subarray(0, Math.min(left, PADDING.length));
  yield EICAR;
  for (let left = after; left > 0; left -= PADDING.length) yield PADDING.subarray(0, Math.min(left, PADDING.length));
}

/**
 * Whether this scanner finds what it has to find: the test file, and the test file within a stream of the largest size
 * that may be uploaded. A scanner whose limits are below that answers "OK" for what it has not read.
 *
 * Official signatures know the test file only at the start of a file: where it is not found at the end, it has to be at
 * the start, which still shows that a stream of this size is read and not waved through.
 */
export async function scannerFinds(scanner: VirusScanner, largestBytes: number, signal: AbortSignal): Promise<boolean> {
  const outcome = async (before: number, after: number) => (await scanner.scan(bytesOf(before, after), signal)).outcome;
  if (await outcome(0, 0) !== 'FOUND') return false;
  const rest = largestBytes - EICAR.length;
  const atEnd = await outcome(rest, 0);
  if (atEnd === 'FOUND') return true;
  return atEnd === 'CLEAN' && await outcome(0, rest) === 'FOUND';
}
