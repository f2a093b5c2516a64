import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import { body, media } from '../client/client.ts';
import { ProblemError } from '../client/problem.ts';
import { Lanes } from './lanes.ts';
import { PartUrls } from './part-urls.ts';
import { StoreRefusal, verdictOf } from './patience.ts';
import { rest } from './patient.ts';
import { putPart } from './put-part.ts';
import { lanesFor } from './rate.ts';
import type { Transfer, TransferEvents } from './transfer.ts';

type Meta = { readonly uploadId: string; readonly relativePath: string };
type Body = Record<string, never>;
type SendPart = NonNullable<Extract<ConstructorParameters<typeof AwsS3<Meta, Body>>[1], { uploadPartBytes?: unknown }>['uploadPartBytes']>;
/** What signPart hands to uploadPartBytes: which part it is. Its address is asked for when its turn comes, so that none gets old in the queue. */
interface Place {
  readonly url: string;
  readonly uploadId: string;
  readonly partNumber: number;
}
const path = (id: string) => ({ params: { path: { id } } });
/** Bytes; what the server says, unless it says otherwise. */
const DEFAULT_PART = 8 * 1024 * 1024;

/** Uppy with its aws-s3 plugin against our API. A file of its own: it is loaded when somebody uploads. */
export function uppyTransfer(events: TransferEvents): Transfer {
  const uppy = new Uppy<Meta, Body>({ autoProceed: false, allowMultipleUploadBatches: true });
  const rates = new Map<string, number>();
  const sizes = new Map<string, { readonly size: number; readonly partSize: number }>();
  const partSizes = new WeakMap<object, number>();
  const lanes = new Lanes(() => lanesFor(Math.max(0, ...rates.values()), DEFAULT_PART));
  const urls = new PartUrls(async (id, partNumbers) => (await body(media.POST('/api/media/v1/uploads/{id}/parts', { ...path(id), body: { partNumbers: [...partNumbers] } }))).parts, Date.now);

  /** Does it until it is done, through whatever ends by itself. @throws what does not, and the signal's reason */
  async function patiently<T>(uploadId: string, signal: AbortSignal | undefined, act: () => Promise<T>, renew: () => void = () => undefined): Promise<T> {
    for (let tries = 0, refusals = 0; ; tries += 1) {
      signal?.throwIfAborted();
      try {
        return await act();
      } catch (error) {
        signal?.throwIfAborted();
        refusals = error instanceof StoreRefusal ? refusals + 1 : 0;
        const verdict = verdictOf(error, refusals);
        if (verdict === 'stop') throw error;
        if (verdict === 'resign') renew();
        else events.waiting(uploadId, error);
        await rest(tries, error, signal);
      }
    }
  }

  const sendPart: SendPart = async ({ signature, body: bytes, signal, onProgress, onComplete }) => {
    const { uploadId, partNumber } = signature as unknown as Place;
    if (!(bytes instanceof Blob)) throw new TypeError('a part is a piece of a file');
    const { size, partSize } = sizes.get(uploadId) ?? { size: bytes.size, partSize: DEFAULT_PART };
    // A part that has to be sent again keeps its place while it waits: the others would only meet the same trouble.
    let leave: (() => void) | null = null;
    let before = false;
    const etag = await patiently(uploadId, signal, async () => {
      leave ??= await lanes.enter(signal, before);
      before = true;
      try {
        const target = await urls.get(uploadId, partNumber, Math.ceil(size / partSize));
        return await putPart(target, bytes, { signal, onProgress: (loaded) => onProgress({ loaded, lengthComputable: true }), onOut: () => {
          leave?.();
          leave = null;
        } });
      } catch (error) {
        // What was under way is lost, and has to be sent again.
        if (signal?.aborted !== true) onProgress({ loaded: 0, lengthComputable: true });
        if (error instanceof ProblemError && error.code === 'offline') await readable(bytes);
        throw error;
      }
    }, () => urls.forget(uploadId, partNumber)).finally(() => leave?.());
    onProgress({ loaded: bytes.size, lengthComputable: true });
    onComplete(etag);
    return { ETag: etag };
  };

  uppy.use(AwsS3<Meta, Body>, {
    // Trying again and how many at once are ours (above): Uppy gives up a line that is gone for a minute.
    limit: 0, shouldUseMultipart: true, retryDelays: null,
    // Uppy names the bytes here, not the file.
    getChunkSize: (data) => partSizes.get(data) ?? DEFAULT_PART,
    // Begun before Uppy knows the file: the same way for a new upload and for one that goes on.
    createMultipartUpload: ({ meta: { uploadId } }) => ({ uploadId, key: uploadId }),
    listParts: async ({ meta: { uploadId } }, { signal }) => {
      const { parts, state } = await patiently(uploadId, signal, () => body(media.GET('/api/media/v1/uploads/{id}', path(uploadId))));
      // Completed or cancelled on another device while this one paused: it lists no parts then.
      if (state !== 'open') throw new ProblemError('upload-closed', 409, null, [], null, null);
      return parts.map(({ partNumber, size, etag }) => ({ PartNumber: partNumber, Size: size, ETag: etag }));
    },
    signPart: ({ meta: { uploadId } }, { partNumber }): Place => ({ url: uploadId, uploadId, partNumber }),
    uploadPartBytes: sendPart,
    completeMultipartUpload: async ({ meta: { uploadId } }, { parts, signal }) => {
      events.completing(uploadId);
      await patiently(uploadId, signal, () => media.POST('/api/media/v1/uploads/{id}/complete', { ...path(uploadId), body: { parts: parts.map(({ PartNumber, ETag }) => ({ partNumber: PartNumber ?? 0, etag: ETag ?? '' })) } }));
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
    forget(file.meta.uploadId);
  });
  uppy.on('upload-error', (file, error) => {
    if (file !== undefined) events.failed(file.meta.uploadId, error);
  });

  const idOf = (uploadId: string) => uppy.getFiles().find((file) => file.meta.uploadId === uploadId)?.id;
  const forget = (uploadId: string) => {
    const id = idOf(uploadId);
    if (id !== undefined) uppy.removeFile(id);
    rates.delete(uploadId);
    sizes.delete(uploadId);
    lanes.wake();
  };
  return {
    // Pausing is stopping, too: Uppy's own pause is lost on an upload that is just about to begin.
    start(uploadId, file, partSize) {
      forget(uploadId);
      partSizes.set(file, partSize);
      sizes.set(uploadId, { size: file.size, partSize });
      // The path makes two uploads of one file two files to Uppy.
      const id = uppy.addFile({ name: file.name, type: file.type, data: file, meta: { uploadId, relativePath: uploadId }, source: 'practika' });
      uppy.setFileState(id, { s3Multipart: { uploadId, key: uploadId } } as never);
      void uppy.upload().catch(() => undefined);
    },
    stop: forget,
    rate(uploadId, rate) {
      rates.set(uploadId, rate ?? 0);
      lanes.wake();
    },
  };
}

/** @throws NotReadableError when the file was changed, moved or unplugged: a browser calls that a lost line */
const readable = async (bytes: Blob): Promise<void> => {
  await bytes.slice(0, 1).arrayBuffer();
};
