import { z } from 'zod';
import { MAX_PART_NUMBER, MAX_PARTS_PER_REQUEST, MAX_UPLOAD_BYTES } from './uploads.constants.js';

const codePoints = (text: string): number => [...text].length;

export const createUpload = z.strictObject({
  /** What the person calls it: shown to them, never used as a path or a key. */
  filename: z.string().trim().refine((s) => s.length > 0 && codePoints(s) <= 255, { error: 'must have 1 to 255 characters' }),
  /** Bytes. */
  size: z.number().int().min(1).max(MAX_UPLOAD_BYTES),
  contentType: z.string().min(1).max(200),
  sha256: z.string().regex(/^[0-9a-fA-F]{64}$/, { error: 'must be 64 hexadecimal digits' }).transform((s) => s.toLowerCase()).optional(),
});

/** Read before the rest is validated: 413 and 415 come before 422. */
export const announced = z.unknown().transform((body) => {
  const { size, contentType } = (typeof body === 'object' && body !== null ? body : {}) as { size?: unknown; contentType?: unknown };
  return { size: typeof size === 'number' ? size : null, contentType: typeof contentType === 'string' ? contentType : null };
});

const partNumber = z.number().int().min(1).max(MAX_PART_NUMBER);

export const partNumbers = z.strictObject({
  partNumbers: z.array(partNumber).min(1).max(MAX_PARTS_PER_REQUEST),
});

export const completeUpload = z.strictObject({
  parts: z.array(z.strictObject({ partNumber, etag: z.string().min(1).max(200) })).max(MAX_PART_NUMBER)
    .refine((parts) => new Set(parts.map((p) => p.partNumber)).size === parts.length, { error: 'must name each part once' }),
});
export type CompleteUpload = z.infer<typeof completeUpload>;

export const uploadCreated = z.object({ uploadId: z.uuid(), assetId: z.uuid(), partSize: z.number().int(), partCount: z.number().int(), expiresAt: z.iso.datetime() });
export type UploadCreated = z.infer<typeof uploadCreated>;

export const partUrls = z.object({
  parts: z.array(z.object({ partNumber: z.number().int(), url: z.string(), headers: z.record(z.string(), z.string()), expiresAt: z.iso.datetime() })),
});
export type PartUrls = z.infer<typeof partUrls>;

export const uploadStatus = z.object({
  uploadId: z.uuid(),
  assetId: z.uuid(),
  state: z.enum(['open', 'completed', 'aborted', 'expired']),
  partSize: z.number().int(),
  partCount: z.number().int(),
  /** What has arrived. */
  parts: z.array(z.object({ partNumber: z.number().int(), size: z.number().int(), etag: z.string() })),
});
export type UploadStatus = z.infer<typeof uploadStatus>;
