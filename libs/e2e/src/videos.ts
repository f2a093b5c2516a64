import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from './platform.config.js';

/** The EICAR test file's text, taken apart so that this source is not taken for it. */
export const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS', '-TEST-FILE!$H+H*'].join(''));

/** Runs ffmpeg with an output of the given ending and gives the bytes. @param input what it reads as `-` */
export function make(ending: string, args: readonly string[], input?: Buffer): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'practika-video-'));
  try {
    const file = join(folder, `out.${ending}`);
    execFileSync(platform.ffmpeg, ['-hide_banner', '-loglevel', 'error', '-y', ...args, file], { timeout: 60_000, ...(input === undefined ? {} : { input }) });
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const picture = (seconds: number) => ['-f', 'lavfi', '-i', `testsrc=duration=${seconds}:size=320x180:rate=25`];
const tone = (seconds: number) => ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`];

/** H.264 and AAC with a place and a device in its metadata. */
export const mp4 = (seconds = 2): Buffer => make('mp4', [...picture(seconds), ...tone(seconds), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest', '-metadata', 'location=+48.8584+002.2945/', '-metadata', 'title=Secret title', '-movflags', 'use_metadata_tags']);
export const webm = (seconds = 2): Buffer => make('webm', [...picture(seconds), '-c:v', 'libvpx', '-deadline', 'realtime']);
export const mov = (seconds = 2): Buffer => make('mov', [...picture(seconds), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']);

/** An MP4 box. */
export function box(type: string, content: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(content.length + 8, 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, content]);
}
