import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import { body, media } from '../client/client.ts';
import { lanesFor } from './rate.ts';
import type { Transfer, TransferEvents } from './transfer.ts';

type Meta = { readonly uploadId: string };
type Body = Record<string, never>;
type SendPart = NonNullable<Extract<ConstructorParameters<typeof AwsS3<Meta, Body>>[1], { uploadPartBytes?: unknown }>['uploadPartBytes']>;
/** Bytes; what the server says, unless it says otherwise. */
const DEFAULT_PART = 8 * 1024 * 1024;
/** Headers that a browser sets itself and lets nobody else set. */
const BROWSERS_OWN = new Set(['content-length', 'host']);

/** Uppy with its aws-s3 plugin against our API. A file of its own: it is loaded when somebody uploads. */
export function uppyTransfer(events: TransferEvents): Transfer {
  const uppy = new Uppy<Meta, Body>({ autoProceed: false, allowMultipleUploadBatches: true });
  const rates = new Map<string, number | null>();
  const lanes = new Lanes(() => lanesFor(Math.max(0, ...[...rates.values()].map((rate) => rate ?? 0)) || null, DEFAULT_PART));
  const partSizes = new WeakMap<object, number>();

  uppy.use(AwsS3<Meta, Body>, {
    limit: 4, shouldUseMultipart: true, retryDelays: [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000],
    // Uppy names the bytes here, not the file.
    getChunkSize: (data) => partSizes.get(data) ?? DEFAULT_PART,
    // Begun before Uppy knows the file: the same way for a new upload and for one that goes on.
    createMultipartUpload: (file) => ({ uploadId: file.meta.uploadId, key: file.meta.uploadId }),
    listParts: async (_file, { uploadId }) => {
      const { parts } = await body(media.GET('/api/media/v1/uploads/{id}', { params: { path: { id: uploadId ?? '' } } }));
      return parts.map(({ partNumber, size, etag }) => ({ PartNumber: partNumber, Size: size, ETag: etag }));
    },
    signPart: async (_file, { uploadId, partNumber }) => {
      const { parts: [part] } = await body(media.POST('/api/media/v1/uploads/{id}/parts', { params: { path: { id: uploadId } }, body: { partNumbers: [partNumber] } }));
      if (part === undefined) throw new Error('the server signed no part');
      return { method: 'PUT', url: part.url, headers: Object.fromEntries(Object.entries(part.headers).filter(([name]) => !BROWSERS_OWN.has(name.toLowerCase()))) };
    },
    uploadPartBytes: async (options) => {
      const leave = await lanes.enter(options.signal);
      try {
        return await (AwsS3 as unknown as { uploadPartBytes: SendPart }).uploadPartBytes(options);
      } finally {
        leave();
      }
    },
    completeMultipartUpload: async (file, { uploadId, parts }) => {
      events.completing(file.meta.uploadId);
      await media.POST('/api/media/v1/uploads/{id}/complete', { params: { path: { id: uploadId } }, body: { parts: parts.map(({ PartNumber, ETag }) => ({ partNumber: PartNumber ?? 0, etag: ETag ?? '' })) } });
      return {};
    },
    // Cancelling is the manager's: it knows whether the person wants it.
    abortMultipartUpload: () => undefined,
  });
  uppy.on('upload-progress', (file, { bytesUploaded }) => {
    if (file !== undefined && typeof bytesUploaded === 'number') events.progress(file.meta.uploadId, bytesUploaded);
  });
  uppy.on('upload-success', (file) => {
    if (file === undefined) return;
    events.done(file.meta.uploadId);
    uppy.removeFile(file.id);
  });
  uppy.on('upload-error', (file, error) => {
    if (file === undefined) return;
    events.failed(file.meta.uploadId, error);
  });

  const idOf = (uploadId: string) => uppy.getFiles().find((file) => file.meta.uploadId === uploadId)?.id;
  return {
    start(uploadId, file, partSize) {
      partSizes.set(file, partSize);
      const id = uppy.addFile({ name: file.name, type: file.type, data: file, meta: { uploadId }, source: uploadId });
      uppy.setFileState(id, { s3Multipart: { uploadId, key: uploadId } } as never);
      void uppy.upload().catch(() => undefined);
    },
    pause(uploadId, paused) {
      const id = idOf(uploadId);
      const file = id === undefined ? undefined : uppy.getFile(id);
      if (id !== undefined && file !== undefined && ('isPaused' in file ? file.isPaused === true : false) !== paused) uppy.pauseResume(id);
    },
    retry(uploadId) {
      const id = idOf(uploadId);
      if (id !== undefined) void uppy.retryUpload(id).catch(() => undefined);
    },
    stop(uploadId) {
      const id = idOf(uploadId);
      if (id !== undefined) uppy.removeFile(id);
      rates.delete(uploadId);
    },
    rate: (uploadId, rate) => void rates.set(uploadId, rate),
  };
}

/** Lets as many parts under way as the line is good for. */
class Lanes {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly room: () => number) {}

  /** @returns what gives the place back */
  async enter(signal: AbortSignal | undefined): Promise<() => void> {
    if (this.taken >= this.room()) {
      await new Promise<void>((resolve, reject) => {
        this.waiting.push(resolve);
        signal?.addEventListener('abort', () => {
          const at = this.waiting.indexOf(resolve);
          if (at >= 0) this.waiting.splice(at, 1);
          reject(signal.reason as Error);
        }, { once: true });
      });
    }
    this.taken += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.taken -= 1;
      for (let free = this.room() - this.taken; free > 0; free -= 1) this.waiting.shift()?.();
    };
  }
}
