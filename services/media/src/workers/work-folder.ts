import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = 'practika-work-';
/** Longer than any job: what is older was left by a worker that was killed. */
const ABANDONED_MS = 3_600_000;

/** A folder for one job that nobody else can read, and that is gone afterwards whatever happens. */
export async function withWorkFolder<T>(root: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(root, PREFIX));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what killed workers left behind. Other workers may share the root: their folders are younger. */
export async function removeAbandonedFolders(root: string, now = Date.now()): Promise<number> {
  let removed = 0;
  for (const name of await readdir(root)) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(root, name);
    const facts = await stat(folder).catch(() => null);
    if (facts === null || now - facts.mtimeMs < ABANDONED_MS) continue;
    await rm(folder, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}
