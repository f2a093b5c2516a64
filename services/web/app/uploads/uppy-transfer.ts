import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import { body, media } from '../client/client.ts';
import { lanesFor } from './rate.ts';
import type { Transfer, TransferEvents } from './transfer.ts';

type Meta = { readonly uploadId: string; readonly partSize: number };
type Body = Record<string, never>;
/** Headers that a browser sets itself and lets nobody else set. */
const BROWSERS_OWN = new Set(['content-length', 'host']);

/** Uppy with its aws-s3 plugin against our API. A file of its own: it is loaded when somebody uploads. */
export function uppyTransfer(events: TransferEvents): Transfer {
  const uppy = new Uppy<Meta, Body>({ autoProceed: false, allowMultipleUploadBatches: true });
  const rates = new Map<string, number | null>();
  const lanes = new Lanes(() => lanesFor(Math.max(0, ...[...rates.values()].map((rate) => rate ?? 0)) || null, 8 * 1024 * 1024));

  uppy.use(AwsS3<Meta, Body>, {
    limit: 4, shouldUseMultipart: true, retryDelays: [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000],
    getChunkSize: (file) => (file as { meta?: Meta }).meta?.partSize ?? 8 * 1024 * 1024,
    // Begun before Uppy knows the file: the same way for a new upload and for one that goes on.
    createMultipartUpload: (file) => ({ uploadId: file.meta.uploadId, key: file.meta.uploadId }),
    listParts: async (_file, { uploadId }) => {
      const { parts } = await body(media.GET('/api/media/v1/uploads/{id}', { params: { path: { id: uploadId ?? '' } } }));
      return parts.map(({ partNumber, size, etag }) => ({ PartNumber: partNumber, Size: size, ETag: etag }));
    },
    signPart: async (_file, { uploadId, partNumber, signal }) => {
      await lanes.enter(`${uploadId}/${partNumber}`, signal);
      const { parts: [part] } = await body(media.POST('/api/media/v1/uploads/{id}/parts', { params: { path: { id: uploadId } }, body: { partNumbers: [partNumber] } }));
      if (part === undefined) throw new Error('the server signed no part');
      return { method: 'PUT', url: part.url, headers: Object.fromEntries(Object.entries(part.headers).filter(([name]) => !BROWSERS_OWN.has(name.toLowerCase()))) };
    },
    completeMultipartUpload: async (file, { uploadId, parts }) => {
      events.completing(file.meta.uploadId);
      await media.POST('/api/media/v1/uploads/{id}/complete', { params: { path: { id: uploadId } }, body: { parts: parts.map(({ PartNumber, ETag }) => ({ partNumber: PartNumber ?? 0, etag: ETag ?? '' })) } });
      return {};
    },
    // Cancelling is the manager's: it knows whether the person wants it.
    abortMultipartUpload: () => undefined,
  });
  uppy.on('s3-multipart:part-uploaded', (file, { PartNumber }) => lanes.leave(`${file.meta.uploadId}/${PartNumber}`));
  uppy.on('upload-progress', (file, { bytesUploaded }) => {
    if (file !== undefined && typeof bytesUploaded === 'number') events.progress(file.meta.uploadId, bytesUploaded);
  });
  uppy.on('upload-success', (file) => {
    if (file === undefined) return;
    lanes.leaveAll(file.meta.uploadId);
    events.done(file.meta.uploadId);
    uppy.removeFile(file.id);
  });
  uppy.on('upload-error', (file, error) => {
    if (file === undefined) return;
    lanes.leaveAll(file.meta.uploadId);
    events.failed(file.meta.uploadId, error);
  });

  const idOf = (uploadId: string) => uppy.getFiles().find((file) => file.meta.uploadId === uploadId)?.id;
  return {
    start(uploadId, file, partSize) {
      const id = uppy.addFile({ name: file.name, type: file.type, data: file, meta: { uploadId, partSize }, source: uploadId });
      uppy.setFileState(id, { s3Multipart: { uploadId, key: uploadId } } as never);
      void uppy.upload().catch(() => undefined);
    },
    pause(uploadId, paused) {
      const id = idOf(uploadId);
      const file = id === undefined ? undefined : uppy.getFile(id);
      if (id !== undefined && file !== undefined && ('isPaused' in file ? file.isPaused === true : false) !== paused) uppy.pauseResume(id);
      if (paused) lanes.leaveAll(uploadId);
    },
    retry(uploadId) {
      const id = idOf(uploadId);
      if (id !== undefined) void uppy.retryUpload(id).catch(() => undefined);
    },
    stop(uploadId) {
      const id = idOf(uploadId);
      if (id !== undefined) uppy.removeFile(id);
      lanes.leaveAll(uploadId);
      rates.delete(uploadId);
    },
    rate: (uploadId, rate) => void rates.set(uploadId, rate),
  };
}

/** Lets as many parts under way as the line is good for. A part that is tried again keeps its place. */
class Lanes {
  private readonly taken = new Set<string>();
  private readonly waiting: { readonly key: string; readonly go: () => void }[] = [];

  constructor(private readonly room: () => number) {}

  async enter(key: string, signal: AbortSignal | undefined): Promise<void> {
    if (this.taken.has(key)) return;
    if (this.taken.size >= this.room()) {
      await new Promise<void>((resolve, reject) => {
        this.waiting.push({ key, go: resolve });
        signal?.addEventListener('abort', () => {
          const at = this.waiting.findIndex((one) => one.key === key);
          if (at >= 0) this.waiting.splice(at, 1);
          reject(signal.reason as Error);
        }, { once: true });
      });
    }
    this.taken.add(key);
  }

  leave(key: string): void {
    if (!this.taken.delete(key)) return;
    for (let free = this.room() - this.taken.size; free > 0; free -= 1) this.waiting.shift()?.go();
  }

  leaveAll(uploadId: string): void {
    for (const key of [...this.taken]) if (key.startsWith(`${uploadId}/`)) this.leave(key);
  }
}
