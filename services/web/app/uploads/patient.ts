import { pauseOf } from './patience.ts';

/** Milliseconds. Without a network there is nothing to try; a browser that does not notice that it is back is not believed for ever. */
const OFFLINE = 60_000;

/** Waits before the next try; a network that comes back ends the wait. @throws the signal's reason */
export function rest(tries: number, error: unknown, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (act: () => void) => () => {
      clearTimeout(timer);
      removeEventListener('online', back);
      signal?.removeEventListener('abort', away);
      act();
    };
    const back = end(resolve);
    const away = end(() => reject(signal?.reason as Error));
    const timer = setTimeout(back, navigator.onLine ? pauseOf(tries, error, Math.random()) : OFFLINE);
    addEventListener('online', back);
    signal?.addEventListener('abort', away);
    if (signal?.aborted === true) away();
  });
}
