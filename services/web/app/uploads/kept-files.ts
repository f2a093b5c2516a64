/**
 * A copy of each file that is being uploaded, in the browser's private file system, so that an upload goes on by itself
 * after the page was loaded again. Only for the person whose upload it is; gone when the upload has ended. Where the
 * browser has no such place, a person is asked for the same file again.
 */
const FOLDER = 'uploads';

async function folder(personId: string): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return await (await root.getDirectoryHandle(FOLDER, { create: true })).getDirectoryHandle(personId, { create: true });
  } catch {
    return null;
  }
}

/** @returns whether there is a copy now */
export async function keepFile(personId: string, uploadId: string, file: Blob): Promise<boolean> {
  try {
    const handle = await (await folder(personId))?.getFileHandle(uploadId, { create: true });
    const writable = await handle?.createWritable();
    if (writable === undefined) return false;
    await file.stream().pipeTo(writable);
    return true;
  } catch {
    // Full, or forbidden: the upload goes on, only a reload will ask for the file.
    await dropFile(personId, uploadId);
    return false;
  }
}

/** @param size what it has to have: a copy that was cut off is no copy */
export async function keptFile(personId: string, uploadId: string, size: number): Promise<File | null> {
  try {
    const file = await (await (await folder(personId))?.getFileHandle(uploadId))?.getFile();
    return file?.size === size ? file : null;
  } catch {
    return null;
  }
}

export async function dropFile(personId: string, uploadId: string): Promise<void> {
  await (await folder(personId))?.removeEntry(uploadId).catch(() => undefined);
}

/** Removes copies of uploads that are over, and everything of people who were here before. */
export async function dropOthers(personId: string, open: ReadonlySet<string>): Promise<void> {
  try {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER);
    for await (const name of root.keys()) if (name !== personId) await root.removeEntry(name, { recursive: true });
    const mine = await root.getDirectoryHandle(personId);
    for await (const name of mine.keys()) if (!open.has(name)) await mine.removeEntry(name);
  } catch {
    // Nothing kept, nothing to remove.
  }
}
