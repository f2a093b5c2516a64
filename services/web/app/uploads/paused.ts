const KEY = 'practika.paused-uploads';

function read(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : []);
  } catch {
    return new Set();
  }
}

/** What somebody paused in this tab stays paused when the page is loaded again. */
export const wasPaused = (id: string): boolean => read().has(id);

export function rememberPaused(id: string, paused: boolean): void {
  const ids = new Set(read());
  if (paused) ids.add(id);
  else if (!ids.delete(id)) return;
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...ids]));
  } catch {
    // Storage is forbidden: it goes on after a reload.
  }
}
