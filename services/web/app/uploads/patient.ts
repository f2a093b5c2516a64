import { pauseOf } from './patience.ts';

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
    const timer = setTimeout(back, pauseOf(tries, error, Math.random()));
    addEventListener('online', back);
    signal?.addEventListener('abort', away);
    if (signal?.aborted === true) away();
  });
}
