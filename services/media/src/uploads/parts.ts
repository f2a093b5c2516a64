import type { UploadedPart } from '@practika/object-store';
import type { Upload } from './upload.repository.js';

/** Bytes of one part: all are equal but the last. */
export function partSizeOf(upload: Pick<Upload, 'partSize' | 'partCount' | 'size'>, partNumber: number): number {
  return partNumber < upload.partCount ? upload.partSize : upload.size - upload.partSize * (upload.partCount - 1);
}

/** Etags are compared without quotes and without the weak mark: clients read them from headers in both forms. */
export const bareEtag = (etag: string): string => etag.trim().replace(/^W\//, '').replace(/^"(.*)"$/, '$1').toLowerCase();

/**
 * Bytes that joining gives when the store has exactly the parts that make the file and the client names exactly these;
 * null otherwise. A recording is as long as the parts that have arrived: 1…n without a hole, all full but the last.
 */
export function joinedSize(upload: Pick<Upload, 'partSize' | 'partCount' | 'size' | 'recording'>, arrived: readonly UploadedPart[], named: readonly { partNumber: number; etag: string }[]): number | null {
  if (!upload.recording) return partsMatch(upload, arrived, named) ? upload.size : null;
  const size = arrived.reduce((sum, part) => sum + part.size, 0);
  if (size < 1 || size > upload.size || arrived.some((part) => part.size < 1 || part.size > upload.partSize)) return null;
  return partsMatch({ partSize: upload.partSize, partCount: arrived.length, size }, arrived, named) ? size : null;
}

/** Whether the store has exactly the parts that make the file, and the client names exactly these. */
export function partsMatch(upload: Pick<Upload, 'partSize' | 'partCount' | 'size'>, arrived: readonly UploadedPart[], named: readonly { partNumber: number; etag: string }[]): boolean {
  if (named.length !== upload.partCount || arrived.length !== upload.partCount) return false;
  const etags = new Map(named.map((p) => [p.partNumber, bareEtag(p.etag)]));
  return arrived.every((part) => part.partNumber <= upload.partCount && part.size === partSizeOf(upload, part.partNumber) && etags.get(part.partNumber) === bareEtag(part.etag));
}
