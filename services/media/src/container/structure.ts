import type { FileHandle } from 'node:fs/promises';
import type { VideoType } from './containers.js';
import { elementId, readVint } from './sniff.js';

export type StructureFault =
  /** A part says that it is longer than what is left of the file. */
  | 'truncated'
  /** Bytes that belong to no part of the container. */
  | 'unreadable'
  /** More parts, or a larger index, than any honest video of this size has. */
  | 'too-complex';

/** A fragmented hour has a few thousand boxes. */
const MAX_BOXES = 100_000;
/** The index of a two-hour video takes about 8 MiB; demuxers hold it in memory several times over. */
const MAX_INDEX_BYTES = 32 * 1024 * 1024;

/** Whether the outermost parts of the container fill the file exactly. Reads headers only. Null: they do. */
export function checkStructure(file: FileHandle, size: number, type: VideoType): Promise<StructureFault | null> {
  return type === 'video/webm' ? checkSegment(file, size) : checkBoxes(file, size);
}

async function headerAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}

async function checkBoxes(file: FileHandle, size: number): Promise<StructureFault | null> {
  let at = 0;
  for (let boxes = 0; at < size; boxes += 1) {
    if (boxes > MAX_BOXES) return 'too-complex';
    const header = await headerAt(file, at, 16);
    // Cameras and editors pad with a few zeros.
    if (header.length < 8) return header.every((b) => b === 0) ? null : 'truncated';
    let length = header.readUInt32BE(0);
    const type = header.toString('latin1', 4, 8);
    if (length === 0) return at > 0 && type === '\0\0\0\0' ? zeros(file, at, size) : /^[\x20-\x7e\xa9]{4}$/.test(type) ? null : 'unreadable';
    if (length === 1) {
      if (header.length < 16) return 'truncated';
      const large = header.readBigUInt64BE(8);
      if (large > BigInt(Number.MAX_SAFE_INTEGER)) return 'truncated';
      length = Number(large);
    }
    if (length < 8 || !/^[\x20-\x7e\xa9]{4}$/.test(type)) return 'unreadable';
    if (type === 'moov' && length > MAX_INDEX_BYTES) return 'too-complex';
    at += length;
  }
  return at > size ? 'truncated' : null;
}

async function zeros(file: FileHandle, from: number, size: number): Promise<StructureFault | null> {
  for (let at = from; at < size; at += 65_536) {
    if ((await headerAt(file, at, 65_536)).some((b) => b !== 0)) return 'unreadable';
  }
  return null;
}

async function checkSegment(file: FileHandle, size: number): Promise<StructureFault | null> {
  const head = await headerAt(file, 0, 4_096);
  const ebml = readVint(head, 4);
  if (ebml === null || ebml.value === null) return 'unreadable';
  let at = 4 + ebml.length + ebml.value;
  for (let elements = 0; at < size; elements += 1) {
    if (elements > MAX_BOXES) return 'too-complex';
    const header = await headerAt(file, at, 12);
    const id = elementId(header, 0);
    const length = id === null ? null : readVint(header, id.length);
    if (id === null || length === null) return header.length < 12 ? 'truncated' : 'unreadable';
    // Segment, Void, CRC-32: nothing else stands at the top.
    if (![0x18538067, 0xec, 0xbf].includes(id.value)) return 'unreadable';
    // Recorders in browsers do not know the length when they begin: the segment then goes to the end.
    if (length.value === null) return null;
    at += id.length + length.length + length.value;
  }
  return at > size ? 'truncated' : null;
}
