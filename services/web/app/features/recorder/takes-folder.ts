import { readJournal, type TakeRecord } from './take-journal.ts';

/** The folder of takes in the browser's own file system: `takes/<person>/<take>.bytes` and `.journal`. No person's takes are shown to another. */
export const takePath = (personId: string, takeId: string, kind: 'bytes' | 'journal'): readonly string[] => ['takes', personId, `${takeId}.${kind}`];

export interface StoredTake {
  readonly id: string;
  readonly record: TakeRecord;
  readonly file: File;
}

async function folderOf(personId: string): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return await (await root.getDirectoryHandle('takes')).getDirectoryHandle(personId);
  } catch {
    // Nothing recorded here yet, or a browser (or a private window) without such a file system.
    return null;
  }
}

/** All takes of this person that are in this browser, newest first; those that other tabs are recording, too. */
export async function storedTakes(personId: string): Promise<readonly StoredTake[]> {
  const folder = await folderOf(personId);
  if (folder === null) return [];
  const takes: StoredTake[] = [];
  for await (const name of folder.keys()) {
    const id = /^(.+)\.journal$/.exec(name)?.[1];
    const take = id === undefined ? null : await storedTake(folder, id);
    if (take !== null) takes.push(take);
  }
  return takes.toSorted((a, b) => b.record.at.localeCompare(a.record.at));
}

async function storedTake(folder: FileSystemDirectoryHandle, id: string): Promise<StoredTake | null> {
  try {
    const record = readJournal(await (await folder.getFileHandle(`${id}.journal`)).getFile().then((file) => file.text()));
    if (record === null) return null;
    const bytes = await folder.getFileHandle(`${id}.bytes`).then((handle) => handle.getFile(), () => new File([], id));
    return { id, record, file: new File([bytes], record.name, { type: record.type }) };
  } catch {
    // It was finished and removed while it was looked at.
    return null;
  }
}

/** @param kind one of its two files; left out: both */
export async function removeTake(personId: string, id: string, kind?: 'bytes' | 'journal'): Promise<void> {
  const folder = await folderOf(personId);
  for (const suffix of kind === undefined ? ['bytes', 'journal'] as const : [kind]) await folder?.removeEntry(`${id}.${suffix}`).catch(() => undefined);
}
