import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { SNIFF_BYTES } from '../container/sniff.js';

const FLUSH_BYTES = 1024 * 1024;

export interface Fetched {
  readonly sha256: string;
  readonly size: number;
  readonly head: Buffer;
}

/** One pass over the bytes: digest, length and the head for the sniffer, while they go to the file in pieces of a MiB. */
export async function fetchFile(chunks: AsyncIterable<Buffer>, file: FileHandle, progress: (bytes: number) => void): Promise<Fetched> {
  const hash = createHash('sha256');
  let size = 0;
  let head = Buffer.alloc(0);
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let writing: Promise<unknown> = Promise.resolve();
  const flush = async () => {
    await writing;
    const pieces = waiting;
    waiting = [];
    waitingBytes = 0;
    if (pieces.length > 0) writing = file.writev(pieces);
    // The failure is met at the next await; this only keeps it from counting as unhandled meanwhile.
    writing.catch(() => undefined);
  };
  for await (const chunk of chunks) {
    hash.update(chunk);
    size += chunk.length;
    if (head.length < SNIFF_BYTES) head = Buffer.concat([head, chunk.subarray(0, SNIFF_BYTES - head.length)]);
    waiting.push(chunk);
    waitingBytes += chunk.length;
    if (waitingBytes >= FLUSH_BYTES) await flush();
    progress(size);
  }
  await flush();
  await writing;
  return { sha256: hash.digest('hex'), size, head };
}
