import type { Readable } from 'node:stream';
import { unavailable } from '@practika/problems';
import { ObjectStoreError } from './object-store.error.js';
import { storeError } from './s3.errors.js';

/**
 * A body whose end can be trusted: a store that stalls for `idleMs` is an outage, one that closes early is `short-body`.
 * The timer runs only while we wait for the store, never while the consumer is busy with a chunk.
 */
export async function* guardedBody(body: Readable, length: number, idleMs: number, signal?: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  let received = 0;
  const stalled = () => body.destroy(unavailable('The object store', new Error(`no bytes for ${idleMs} ms`)));
  const aborted = () => body.destroy(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
  if (signal?.aborted) aborted();
  signal?.addEventListener('abort', aborted, { once: true });
  let timer = setTimeout(stalled, idleMs);
  try {
    for await (const chunk of body) {
      clearTimeout(timer);
      received += (chunk as Buffer).length;
      yield chunk as Buffer;
      timer = setTimeout(stalled, idleMs);
    }
  } catch (error) {
    throw storeError(error, signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', aborted);
    body.destroy();
  }
  if (signal?.aborted) throw signal.reason;
  if (received !== length) throw new ObjectStoreError('short-body', `object store: ${received} of ${length} bytes arrived`);
}
