import { trustedScript } from '../../shell/trusted-script.ts';
import type { AppendFile } from './take-bytes.ts';
import type { FileAnswer, FileReply, FileRequest } from './file-worker-messages.ts';
// oxlint-disable-next-line import/default -- the build makes this module: the address of the worker
import workerUrl from './file-writer.worker.ts?worker&url';

type Waiting = { readonly resolve: (answer: FileAnswer) => void; readonly reject: (error: unknown) => void };

/** The worker of this page, made when first needed. */
let worker: Worker | null = null;
let lastId = 0;
const waiting = new Map<number, Waiting>();

function theWorker(): Worker {
  if (worker !== null) return worker;
  worker = new Worker(trustedScript(workerUrl), { type: 'module', name: 'file-writer' });
  worker.addEventListener('message', ({ data }: MessageEvent<FileReply>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) asked?.reject(new DOMException('the browser could not write', data.error));
    else asked?.resolve(data.answer);
  });
  worker.addEventListener('error', () => {
    worker = null;
    for (const { reject } of waiting.values()) reject(new Error('the writer does not run'));
    waiting.clear();
  });
  return worker;
}

const ask = (request: FileRequest): Promise<FileAnswer> => new Promise((resolve, reject) => {
  const id = ++lastId;
  waiting.set(id, { resolve, reject });
  theWorker().postMessage({ id, request });
});

/** Opens a file of the browser's own file system for adding to it. @throws where there is none, or another tab has it open */
export async function openAppendFile(path: readonly string[]): Promise<AppendFile & { readonly size: number }> {
  const opened = await ask({ ask: 'open', path });
  if (opened === null || !('file' in opened)) throw new Error('not opened');
  const { file, size } = opened;
  return {
    size,
    append: async (bytes) => { await ask({ ask: 'append', file, bytes }); },
    read: async (from, to) => {
      const read = await ask({ ask: 'read', file, from, to });
      return new Blob(read !== null && 'bytes' in read ? [read.bytes] : []);
    },
    close: async () => { await ask({ ask: 'close', file }); },
  };
}
