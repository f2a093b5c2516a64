import { listQuery, pageOf } from '@practika/http';
import { z } from 'zod';
import { MAX_PART_NUMBER, MAX_PARTS_PER_REQUEST, MAX_UPLOAD_BYTES, PART_BYTES } from './uploads.constants.js';

const codePoints = (text: string): number => [...text].length;

/** What the person calls it: shown to them, never used as a path or a key. */
const filename = z.string().trim().refine((s) => s.length > 0 && codePoints(s) <= 255, { error: 'must have 1 to 255 characters' });
const contentType = z.string().min(1).max(200);
const leftOut = z.never({ error: 'is not known of a recording before its end: leave it out' }).optional();

export const createUpload = z.strictObject({
  filename,
  /** Bytes. */
  size: z.number().int().min(1).max(MAX_UPLOAD_BYTES),
  contentType,
  sha256: z.string().regex(/^[0-9a-fA-F]{64}$/, { error: 'must be 64 hexadecimal digits' }).transform((s) => s.toLowerCase()).optional(),
  recording: z.literal(false).optional(),
});

/** A recording that goes on while it is sent: it is as long as its parts when it is completed. */
export const createRecording = z.strictObject({ filename, contentType, recording: z.literal(true), size: leftOut, sha256: leftOut });

/** For the document; a handler asks for one of the two, whose errors say more. */
export const createAny = z.union([createUpload, createRecording]);

/** Read before the rest is validated: 413 and 415 come before 422. */
export const announced = z.unknown().transform((body) => {
  const { size, contentType: type, recording } = (typeof body === 'object' && body !== null ? body : {}) as { size?: unknown; contentType?: unknown; recording?: unknown };
  return { size: typeof size === 'number' ? size : null, contentType: typeof type === 'string' ? type : null, recording: recording === true };
});

const partNumber = z.number().int().min(1).max(MAX_PART_NUMBER);

export const partNumbers = z.strictObject({
  partNumbers: z.array(partNumber).min(1).max(MAX_PARTS_PER_REQUEST),
});

/** A recording's parts are as long as the client says: full ones, and a last one. */
export const recordedParts = z.strictObject({
  parts: z.array(z.strictObject({ partNumber, size: z.number().int().min(1).max(PART_BYTES) })).min(1).max(MAX_PARTS_PER_REQUEST)
    .refine((parts) => new Set(parts.map((p) => p.partNumber)).size === parts.length, { error: 'must name each part once' }),
});
export const anyParts = z.union([partNumbers, recordedParts]);

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
  /** Said of recordings alone: it ends where its parts end when it is completed; until then partCount is the most there can be. */
  recording: z.literal(true).optional(),
  /** What has arrived. */
  parts: z.array(z.object({ partNumber: z.number().int(), size: z.number().int(), etag: z.string() })),
});
export type UploadStatus = z.infer<typeof uploadStatus>;

export const uploadListQuery = z.object(listQuery);
export const openUpload = z.object({
  uploadId: z.uuid(),
  assetId: z.uuid(),
  filename: z.string(),
  /** Bytes; null of a recording. */
  size: z.number().int().nullable(),
  contentType: z.string(),
  partSize: z.number().int(),
  partCount: z.number().int(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  state: z.literal('open'),
  recording: z.boolean(),
});
export type OpenUploadView = z.infer<typeof openUpload>;
export const openUploadPage = pageOf(openUpload);
