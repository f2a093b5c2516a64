// G5: the checksum worker's own hashing of a local file against the tool that everybody would use.
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../children.mjs';
import { median, medianRatio } from '../statistics.mjs';

const MIB = 1_048_576;

export function randomFile(path, mib) {
  const block = randomBytes(MIB);
  const file = openSync(path, 'wx');
  for (let i = 0; i < mib; i += 1) {
    block.writeUInt32BE(i, 0);
    writeSync(file, block);
  }
  closeSync(file);
}

export async function measureHashing({ folder, quick, rounds }) {
  const mib = quick ? 256 : 1_024;
  const path = join(folder, 'to-be-hashed');
  randomFile(path, mib);
  try {
    // The programs check each other: all must name the same digest.
    const { openssl, ours, oursToFile } = await runProgram('hash-file', [path, rounds, folder]);
    const speed = (runs) => runs.map(({ ms }) => mib / (ms / 1_000));
    const cpu = (runs) => (median(runs.map((r) => r.cpuMs)) / 1_000 / (mib / 1_024)).toFixed(2);
    return [{
      id: 'G5', value: medianRatio(speed(ours), speed(openssl)), rounds: { openssl, ours, oursToFile },
      details: `openssl ${Math.round(median(speed(openssl)))} MiB/s (${cpu(openssl)} CPU s/GiB), ours ${Math.round(median(speed(ours)))} MiB/s (${cpu(ours)}), ours with its copy on the disk ${Math.round(median(speed(oursToFile)))} MiB/s (${cpu(oursToFile)})`,
    }];
  } finally {
    rmSync(path, { force: true });
  }
}
