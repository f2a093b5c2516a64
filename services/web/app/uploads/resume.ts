import type { Upload } from './upload.ts';

/** @returns whether a picked file is the one that an upload was begun with, as far as a name and a size can tell */
export const isSameFile = (upload: Pick<Upload, 'filename' | 'size'>, file: { readonly name: string; readonly size: number }): boolean => upload.size === file.size && upload.filename.normalize('NFC') === file.name.normalize('NFC');

/** The upload that was begun with this file and waits for it. */
export const begunWith = (uploads: readonly Upload[], file: { readonly name: string; readonly size: number }): Upload | undefined => uploads.find((upload) => upload.state === 'needs-file' && isSameFile(upload, file));

/** Bytes that have arrived: whole parts, since a store keeps no half ones. */
export const arrivedOf = (parts: readonly { readonly size: number }[]): number => parts.reduce((sum, { size }) => sum + size, 0);

/** All of them together, for one number in the bar above every screen; null when nothing is on its way. */
export function percentOf(uploads: readonly Pick<Upload, 'sent' | 'size'>[]): number | null {
  const size = uploads.reduce((sum, upload) => sum + upload.size, 0);
  return size === 0 ? null : Math.floor((uploads.reduce((sum, { sent }) => sum + sent, 0) / size) * 100);
}
