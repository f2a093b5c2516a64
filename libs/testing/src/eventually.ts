/** Tries until `look` neither throws nor gives undefined; then its last error is the failure. */
export async function eventually<T>(look: () => Promise<T | undefined> | T | undefined, timeoutMs = 10_000, everyMs = 50): Promise<T> {
  const until = Date.now() + timeoutMs;
  let last: unknown = new Error(`nothing within ${timeoutMs} ms`);
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    if (Date.now() > until) throw last;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
