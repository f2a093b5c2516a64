/** Held as long as a page works on a take; the browser lets it go when the page is killed. That is how another tab knows. */
const lockName = (takeId: string): string => `practika.take.${takeId}`;

/** @returns what lets it go; null where another page holds it */
export function holdTake(takeId: string): Promise<(() => void) | null> {
  if (!('locks' in navigator)) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    navigator.locks.request(lockName(takeId), { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve(null);
      return new Promise<void>((release) => { resolve(() => release()); });
    }).catch(reject);
  });
}

/** The takes among these that no page works on. */
export async function untouched<Take extends { readonly id: string }>(takes: readonly Take[]): Promise<readonly Take[]> {
  if (!('locks' in navigator) || takes.length === 0) return takes;
  const { held = [] } = await navigator.locks.query();
  const names = new Set(held.map(({ name }) => name));
  return takes.filter(({ id }) => !names.has(lockName(id)));
}
