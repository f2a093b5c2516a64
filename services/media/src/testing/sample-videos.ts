import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A video made by ffmpeg: a second of a test picture with a tone, unless the arguments say otherwise. */
export function makeVideo(extension: 'mp4' | 'webm' | 'mov', output: readonly string[] = [], input?: readonly string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'practika-sample-'));
  try {
    const codecs = extension === 'webm' ? ['-c:v', 'libvpx', '-c:a', 'libopus', '-deadline', 'realtime'] : ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
    const source = input ?? ['-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=25:duration=1', '-f', 'lavfi', '-i', 'sine=duration=1'];
    const path = join(folder, `sample.${extension}`);
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, ...codecs, ...output, path]);
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An MP4 box. */
export function box(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(content.length + 8);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, content]);
}

/** The test file that every virus scanner reports. In two halves, so that none takes this program for it. */
export const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!$H+H*'].join(''), 'latin1');

/** A playable video with the test file in a box that players skip. */
export const infectedVideo = (): Buffer => Buffer.concat([makeVideo('mp4'), box('free', EICAR)]);

/** What ffprobe prints about a file. */
export const probeOf = (file: Buffer, args: readonly string[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'practika-sample-'));
  try {
    const path = join(folder, 'x');
    execFileSync('sh', ['-c', 'cat > "$1"', 'sh', path], { input: file });
    return execFileSync('ffprobe', ['-v', 'error', ...args, path], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
