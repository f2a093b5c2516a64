// scan-file.mjs FILE ROUNDS PORT CLAMDSCAN CONF: clamdscan and the scan worker's client in turns, milliseconds a scan.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { promisify } from 'node:util';
import { inTurns } from '../statistics.mjs';
import { ClamdVirusScanner } from '../../../services/media/dist/virus-scan/clamd.virus-scanner.js';

const [path, rounds, port, program, conf] = process.argv.slice(2);
const run = promisify(execFile);
const scanner = new ClamdVirusScanner({ host: '127.0.0.1', port: Number(port) });

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function clamdscan() {
  const { stdout } = await run(program, ['--stream', '--no-summary', `--config-file=${conf}`, path]);
  if (!stdout.trim().endsWith(': OK')) throw new Error(`clamdscan says ${stdout}`);
}

// In pieces of 64 KiB, as they come from the store; the client makes frames of 256 KiB.
const chunks = () => createReadStream(path, { highWaterMark: 65_536 });

async function scan(source) {
  const { outcome } = await scanner.scan(source, AbortSignal.timeout(600_000));
  if (outcome !== 'CLEAN') throw new Error(`our client says ${outcome}`);
}

/** As the scan worker does it: the digest is taken of the very pieces that go to clamd. */
async function* hashed() {
  const hash = createHash('sha256');
  for await (const chunk of chunks()) {
    hash.update(chunk);
    yield chunk;
  }
  hash.digest('hex');
}

const results = await inTurns(Number(rounds), { clamdscan: () => timed(clamdscan), ours: () => timed(() => scan(chunks())), withHash: () => timed(() => scan(hashed())) });
console.log(JSON.stringify(results));
