import { offline } from '../client/problem.ts';
import { StoreRefusal } from './patience.ts';
import type { PartTarget } from './part-urls.ts';

/** Milliseconds without a byte after which a line is given up: a network that went away silently says nothing. */
const SILENCE = 30_000;
/** Milliseconds that the store may take to answer when it has all of the part. */
const ANSWER = 120_000;
/** Headers that a browser sets itself and lets nobody else set. */
const BROWSERS_OWN = new Set(['content-length', 'host']);

interface Options {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (sent: number) => void;
  /** All bytes are out; the answer is awaited. */
  readonly onOut?: () => void;
}

/**
 * Sends one part to the store. Not with fetch, which does not tell how far it is.
 *
 * @returns the part's etag
 * @throws StoreRefusal; ProblemError `offline` when the line broke; an AbortError
 */
export function putPart({ url, headers }: Pick<PartTarget, 'url' | 'headers'>, bytes: Blob, { signal, onProgress, onOut }: Options): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let broken = false;
    const watch = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => lost(), ms);
    };
    const lost = () => {
      broken = true;
      request.abort();
    };
    const abort = () => request.abort();
    const end = (act: () => void) => () => {
      clearTimeout(timer);
      removeEventListener('offline', lost);
      signal?.removeEventListener('abort', abort);
      act();
    };
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) if (!BROWSERS_OWN.has(name.toLowerCase())) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded }) => {
      watch(SILENCE);
      if (signal?.aborted !== true) onProgress(loaded);
    });
    request.upload.addEventListener('load', () => {
      watch(ANSWER);
      onOut?.();
    });
    request.addEventListener('load', end(() => {
      const etag = request.getResponseHeader('etag');
      if (request.status >= 200 && request.status < 300 && etag !== null) resolve(etag);
      else reject(new StoreRefusal(request.status));
    }));
    request.addEventListener('error', end(() => reject(offline())));
    request.addEventListener('abort', end(() => reject(broken ? offline() : new DOMException('stopped', 'AbortError'))));
    addEventListener('offline', lost);
    signal?.addEventListener('abort', abort);
    watch(SILENCE);
    // A blob with a type would be sent with one, which is not what the address was signed for.
    request.send(bytes.slice(0, bytes.size, ''));
  });
}
