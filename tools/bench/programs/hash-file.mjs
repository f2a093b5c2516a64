// hash-file.mjs FILE ROUNDS FOLDER: openssl and the checksum worker's fetchFile in turns, over a file in the page cache.
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inTurns } from '../statistics.mjs';
import { fetchFile } from '../../../services/media/dist/checksum/fetch-file.js';

const [path, rounds, folder] = process.argv.slice(2);
const run = promisify(execFile);
const digests = new Set();
const seconds = (text) => { const [, m, s] = /(\d+)m([\d.]+)s/.exec(text); return Number(m) * 60 + Number(s); };

async function openssl() {
  const began = performance.now();
  // The shell's `times` is the only clock for the CPU of a child that is at hand everywhere; it costs a millisecond.
  const { stdout } = await run('bash', ['-c', 'openssl dgst -sha256 -r "$0"; times', path]);
  const ms = performance.now() - began;
  const [digest, , children] = stdout.split('\n');
  digests.add(digest.slice(0, 64));
  return { ms, cpuMs: children.split(' ').reduce((sum, text) => sum + seconds(text) * 1_000, 0) };
}

async function ours(target, flags) {
  const cpu = process.cpuUsage();
  const began = performance.now();
  await using file = await open(target, flags, 0o600);
  const { sha256 } = await fetchFile(createReadStream(path, { highWaterMark: 1_048_576 }), file, () => {});
  digests.add(sha256);
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - began, cpuMs: (user + system) / 1_000 };
}

async function toFile() {
  const copy = join(folder, 'copy');
  const result = await ours(copy, 'w');
  await rm(copy);
  return result;
}

const variants = { openssl, ours: () => ours('/dev/null', 'w'), oursToFile: toFile };
// Once for the page cache and the compiler.
await inTurns(1, variants);
const results = await inTurns(Number(rounds), variants);
if (digests.size !== 1) throw new Error(`the digests differ: ${[...digests].join(', ')}`);
console.log(JSON.stringify(results));
