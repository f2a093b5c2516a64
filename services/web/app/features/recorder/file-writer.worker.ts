import type { FileAnswer, FileReply, FileRequest } from './file-worker-messages.ts';

// A worker of its own: only here does the browser write at once and say when the bytes are on the disk.

/** The part of FileSystemSyncAccessHandle that is used; it is not among the types of a page. */
interface SyncAccess {
  write(bytes: ArrayBuffer, options: { readonly at: number }): number;
  read(bytes: ArrayBuffer, options: { readonly at: number }): number;
  flush(): void;
  close(): void;
  getSize(): number;
}
type SyncFileHandle = FileSystemFileHandle & { createSyncAccessHandle?: () => Promise<SyncAccess> };

interface OpenFile {
  size: number;
  append(bytes: ArrayBuffer): Promise<void>;
  read(from: number, to: number): Promise<ArrayBuffer>;
  close(): void;
}

const files = new Map<number, OpenFile>();
let lastFile = 0;

async function open(path: readonly string[]): Promise<FileAnswer> {
  let folder = await navigator.storage.getDirectory();
  for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true });
  const handle: SyncFileHandle = await folder.getFileHandle(path.at(-1) ?? '', { create: true });
  const file = handle.createSyncAccessHandle === undefined ? await copying(handle) : writing(await handle.createSyncAccessHandle());
  lastFile += 1;
  files.set(lastFile, file);
  return { file: lastFile, size: file.size };
}

function writing(access: SyncAccess): OpenFile {
  const file: OpenFile = {
    size: access.getSize(),
    async append(bytes) {
      // A full disk may take a part of it: the next one begins where the last whole one ended.
      if (access.write(bytes, { at: file.size }) !== bytes.byteLength) throw new DOMException('the disk took a part only', 'QuotaExceededError');
      access.flush();
      file.size += bytes.byteLength;
    },
    async read(from, to) {
      const bytes = new ArrayBuffer(to - from);
      access.read(bytes, { at: from });
      return bytes;
    },
    close: () => access.close(),
  };
  return file;
}

/** Where there is no such access: the browser copies the file for each piece, which is slow but just as safe. */
async function copying(handle: FileSystemFileHandle): Promise<OpenFile> {
  const file: OpenFile = {
    size: (await handle.getFile()).size,
    async append(bytes) {
      const stream = await handle.createWritable({ keepExistingData: true });
      await stream.write({ type: 'write', position: file.size, data: bytes });
      await stream.close();
      file.size += bytes.byteLength;
    },
    read: async (from, to) => (await handle.getFile()).slice(from, to).arrayBuffer(),
    close: () => undefined,
  };
  return file;
}

async function answer(request: FileRequest): Promise<FileAnswer> {
  if (request.ask === 'open') return open(request.path);
  const file = files.get(request.file);
  if (file === undefined) throw new Error('this file is not open');
  switch (request.ask) {
    case 'append': await file.append(await request.bytes.arrayBuffer()); return null;
    case 'read': return { bytes: await file.read(request.from, request.to) };
    case 'close': file.close(); files.delete(request.file); return null;
  }
}

// One after another: what was asked for first is on the disk first.
let last: Promise<void> = Promise.resolve();
addEventListener('message', ({ data: { id, request } }: MessageEvent<{ id: number; request: FileRequest }>) => {
  last = last.then(async () => {
    try {
      const given = await answer(request);
      reply({ id, answer: given }, given !== null && 'bytes' in given ? [given.bytes] : []);
    } catch (error) {
      reply({ id, error: error instanceof Error ? error.name : 'Error' }, []);
    }
  });
});
const reply = (message: FileReply, transfer: Transferable[]) => postMessage(message, { transfer });
