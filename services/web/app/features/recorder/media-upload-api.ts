import { body, media } from '../../client/client.ts';
import { isProblem, offline } from '../../client/problem.ts';
import { backoffMs } from './backoff.ts';
import { type Part, sizeOf } from './parts.ts';
import type { UploadApi, Verdict } from './take-upload.ts';

const UPLOAD = '/api/media/v1/uploads/{id}';
const upload = (id: string) => ({ params: { path: { id } } });

/** The store refused a part: mostly because its URL was too old. Another URL is asked for. */
class StoreRefusal extends Error {}

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
    if (target === undefined) throw new StoreRefusal('no address for this part');
    await put(target, part, bytes, signal, onProgress);
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

/** Not fetch: it does not tell how far it is. */
function put(target: { readonly url: string; readonly headers: Readonly<Record<string, string>> }, { partNumber }: Part, bytes: Blob, signal: AbortSignal, onProgress: (sent: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const end = (act: () => void) => () => {
      signal.removeEventListener('abort', abort);
      act();
    };
    request.open('PUT', target.url);
    for (const [name, value] of Object.entries(target.headers)) {
      // What the browser says by itself, and lets no page say.
      if (!/^(host|content-length)$/i.test(name)) request.setRequestHeader(name, value);
    }
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.addEventListener('load', end(() => (request.status >= 200 && request.status < 300 ? resolve() : reject(new StoreRefusal(`the store answered ${request.status} to part ${partNumber}`)))));
    request.addEventListener('error', end(() => reject(offline())));
    request.addEventListener('abort', end(() => reject(new DOMException('stopped', 'AbortError'))));
    signal.addEventListener('abort', abort);
    // A blob with a type would be sent with one, which is not what the address was signed for.
    request.send(bytes.slice(0, bytes.size, ''));
  });
}

/** What can be tried again by itself. A session that ended is waited for: the banner offers to sign in, and then it goes on. */
export function judge(error: unknown): Verdict {
  if (error instanceof StoreRefusal || isProblem(error, 'offline', 'unavailable', 'too-many-requests', 'in-progress', 'unauthenticated', 'parts-mismatch')) return 'again';
  if (isProblem(error, 'upload-closed', 'not-found', 'gone')) return 'renew';
  return isProblem(error) && error.status >= 500 ? 'again' : 'stop';
}

/** Waits before the next try; a network that comes back ends the wait. */
export function wait(tries: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, backoffMs(tries, Math.random()));
    addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}
