import { body, media } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';
import { endsByItself, StoreRefusal } from '../../uploads/patience.ts';
import { putPart } from '../../uploads/put-part.ts';
import { sizeOf } from './parts.ts';
import type { UploadApi, Verdict } from './take-upload.ts';

const UPLOAD = '/api/media/v1/uploads/{id}';
const upload = (id: string) => ({ params: { path: { id } } });

/** A take's way to the platform: our API gives the URLs, the bytes go to the store itself. */
export const mediaUploadApi: UploadApi = {
  async begin(key, { name, type }) {
    const { uploadId, assetId, partSize } = await body(media.POST('/api/media/v1/uploads', { params: { header: { 'Idempotency-Key': key } }, body: { filename: name, contentType: type, recording: true } }));
    return { uploadId, assetId, partSize };
  },
  async status(uploadId) {
    try {
      const { state, parts } = await body(media.GET(UPLOAD, upload(uploadId)));
      return state === 'aborted' || state === 'expired' ? null : { completed: state === 'completed', arrived: parts };
    } catch (error) {
      if (isProblem(error, 'not-found', 'gone')) return null;
      throw error;
    }
  },
  async send(uploadId, part, bytes, signal, onProgress) {
    const { parts: [target] } = await body(media.POST(`${UPLOAD}/parts`, { ...upload(uploadId), body: { parts: [{ partNumber: part.partNumber, size: sizeOf(part) }] }, signal }));
    if (target === undefined) throw new Error(`no address for part ${part.partNumber}`);
    await putPart(target, bytes, { signal, onProgress });
  },
  async complete(uploadId, parts) {
    await media.POST(`${UPLOAD}/complete`, { ...upload(uploadId), body: { parts: [...parts] } });
  },
  async throwAway(uploadId) {
    try {
      await media.DELETE(UPLOAD, upload(uploadId));
    } catch (error) {
      if (!isProblem(error, 'not-found', 'gone')) throw error;
    }
  },
};

/** What can be tried again by itself. A refusal of the store mostly means that an address was too old: each try asks for another one. */
export function judge(error: unknown): Verdict {
  if (error instanceof StoreRefusal || endsByItself(error) || isProblem(error, 'parts-mismatch')) return 'again';
  return isProblem(error, 'upload-closed', 'not-found', 'gone') ? 'renew' : 'stop';
}
