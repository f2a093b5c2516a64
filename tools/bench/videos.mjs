// MP4 files of an exact size, each with bytes of its own: what a scanner or a store has seen before must not be answered from memory.
import { randomBytes } from 'node:crypto';
import { appendFileSync, copyFileSync, statSync } from 'node:fs';
import { makeVideo } from '../lib/demo/video.mjs';

const MIB = 1_048_576;
let number = 0;

/** Makes `path` out of the short video `seed`, filled up by a `free` box, which players skip and scanners do not. */
export function paddedVideo(seed, path, mib) {
  copyFileSync(seed, path);
  let left = mib * MIB - statSync(seed).size;
  if (left < 1_024) throw new Error('the video to be filled up is too large');
  const header = Buffer.alloc(8);
  header.writeUInt32BE(left, 0);
  header.write('free', 4, 'latin1');
  appendFileSync(path, header);
  left -= 8;
  const block = randomBytes(Math.min(MIB, left));
  while (left > 0) {
    block.writeUInt32BE(number += 1, 0);
    const piece = block.subarray(0, Math.min(left, block.length));
    appendFileSync(path, piece);
    left -= piece.length;
  }
  return path;
}

export { makeVideo };
