import type { VideoType } from './containers.js';

/** Enough for the first box or the EBML header of every file that we accept. */
export const SNIFF_BYTES = 4_096;

/** `other`: a container that we know and do not accept. Null: nothing that we know. */
export type Sniffed = VideoType | 'other';

/**
 * The container, told from the first bytes alone: by the ftyp brands for MP4 and QuickTime, by the EBML DocType for WebM.
 * Two readings are strict on purpose. A major brand `qt  ` is QuickTime even where it lists MP4 brands as compatible, and
 * Matroska is not WebM: players and the contract treat them as different types.
 */
export function sniffContainer(head: Buffer): Sniffed | null {
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return sniffEbml(head);
  return sniffIsoMedia(head);
}

// Files of the MP4 family: ISO base media, Apple's m4v, and what phones and stream packagers write.
const MP4_BRAND = /^(isom|iso[2-9a-c]|mp4[12]|avc1|M4VH|M4VP|M4V |MSNV|dash|msdh|msix|cmf[c2sf]|f4v |3gp[4-9]|3g2[a-c]|hvc1|av01|mmp4|XAVC)$/;
// Written before ftyp existed, and by some editors still.
const CLASSIC_QUICKTIME = new Set(['moov', 'mdat', 'wide', 'pnot']);

function sniffIsoMedia(head: Buffer): Sniffed | null {
  let at = 0;
  // Padding may come before ftyp.
  while (head.length >= at + 12) {
    const size = head.readUInt32BE(at);
    const type = head.toString('latin1', at + 4, at + 8);
    if (type === 'ftyp') return brandOf(head.subarray(at, Math.min(head.length, at + size)));
    if (CLASSIC_QUICKTIME.has(type)) return 'video/quicktime';
    if ((type !== 'free' && type !== 'skip') || size < 8) return null;
    at += size;
  }
  return null;
}

function brandOf(ftyp: Buffer): Sniffed | null {
  if (ftyp.length < 16) return null;
  const major = ftyp.toString('latin1', 8, 12);
  if (major === 'qt  ') return 'video/quicktime';
  if (MP4_BRAND.test(major)) return 'video/mp4';
  for (let at = 16; at + 4 <= ftyp.length; at += 4) {
    // An unknown major brand that says it can be read as MP4. Pictures (heic, avif) list mif1 and are not caught here.
    if (/^(isom|iso[2-9a-c]|mp4[12])$/.test(ftyp.toString('latin1', at, at + 4)) && !/^(heic|heix|mif1|msf1|avif|avis|M4A |M4B )$/.test(major)) return 'video/mp4';
  }
  return 'other';
}

function sniffEbml(head: Buffer): Sniffed | null {
  const headerSize = readVint(head, 4);
  if (headerSize === null || headerSize.value === null) return null;
  let at = 4 + headerSize.length;
  const end = Math.min(head.length, at + headerSize.value);
  while (at < end) {
    const id = elementId(head, at);
    if (id === null) return null;
    const size = readVint(head, at + id.length);
    if (size === null || size.value === null) return null;
    const from = at + id.length + size.length;
    if (id.value === 0x4282) {
      const docType = head.toString('latin1', from, Math.min(from + size.value, end)).replace(/\0+$/, '');
      return docType === 'webm' ? 'video/webm' : 'other';
    }
    at = from + size.value;
  }
  return null;
}

/** An EBML number and how many bytes it takes; `value` null means "unknown size". Null: not a number, or cut off. */
export function readVint(bytes: Buffer, at: number): { value: number | null; length: number } | null {
  const first = bytes[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return null;
  let value = BigInt(first & (0xff >> length));
  for (let i = 1; i < length; i += 1) value = (value << 8n) | BigInt(bytes[at + i] as number);
  const unknown = value === (1n << BigInt(7 * length)) - 1n;
  return { value: unknown ? null : Number(value), length };
}

/** An element's id keeps its length marker. */
export function elementId(bytes: Buffer, at: number): { value: number; length: number } | null {
  const first = bytes[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  if (length > 4 || at + length > bytes.length) return null;
  return { value: bytes.readUIntBE(at, length), length };
}
