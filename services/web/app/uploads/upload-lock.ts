/**
 * Two tabs of one browser would both take up what was left open. The one that holds the lock sends; the other waits, and
 * goes on when the first is closed. The browser gives the lock back whatever happens to the tab.
 *
 * @param onBusy called when another tab has it
 * @returns what gives it back; null: given up meanwhile
 */
export async function holdUpload(uploadId: string, onBusy: () => void, signal: AbortSignal): Promise<(() => void) | null> {
  // Not there on an insecure origin, where nothing else of this app works either.
  if (!('locks' in navigator)) return () => undefined;
  const name = `practika.upload.${uploadId}`;
  const ask = (options: LockOptions) => new Promise<(() => void) | null>((resolve, reject) => {
    navigator.locks.request(name, options, (lock) => (lock === null ? resolve(null) : new Promise<void>((release) => { resolve(release); }))).catch(reject);
  });
  const free = await ask({ ifAvailable: true });
  if (free !== null) return free;
  onBusy();
  return ask({ signal }).catch(() => null);
}
