// An upload as a browser does it: asked for at the API, sent straight to S3 in signed parts.
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../say.mjs';
import { bar, mib } from './show.mjs';
import { contentTypeOf } from './video.mjs';

const AT_ONCE = 3;
const SIGN_AT_ONCE = 20;

async function sendPart(handle, part, { partSize, size }) {
  const start = (part.partNumber - 1) * partSize;
  const length = Math.min(partSize, size - start);
  const bytes = Buffer.allocUnsafe(length);
  await handle.read(bytes, 0, length, start);
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(part.url, { method: 'PUT', headers: part.headers ?? {}, body: bytes, signal: AbortSignal.timeout(300_000) }).catch((error) => ({ ok: false, status: error.message, text: async () => '' }));
    const text = await answer.text();
    if (answer.ok) return { partNumber: part.partNumber, etag: answer.headers.get('etag'), length };
    if (attempt === 4) throw new UserError(`Part ${part.partNumber} was refused by S3 (${answer.status}) ${/<Message>(.*?)<\/Message>/.exec(text)?.[1] ?? ''}`);
  }
}

/** Uploads a file; gives the asset as `complete` answers it. */
export async function upload(person, file, { sha256 } = {}) {
  const { size } = await stat(file);
  const began = Date.now();
  const ticket = await person.must('POST', '/api/media/v1/uploads', { filename: basename(file), size, contentType: contentTypeOf(file), ...(sha256 ? { sha256 } : {}) });
  const progress = bar(`upload ${mib(size)}`, size);
  const handle = await open(file);
  const done = [];
  let sent = 0;
  try {
    const numbers = Array.from({ length: ticket.partCount }, (_, i) => i + 1);
    while (numbers.length > 0) {
      // Signed in small groups: a URL lives for minutes, and a slow line must not outlive it.
      const { parts } = await person.must('POST', `/api/media/v1/uploads/${ticket.uploadId}/parts`, { partNumbers: numbers.splice(0, SIGN_AT_ONCE) });
      await Promise.all(Array.from({ length: AT_ONCE }, async () => {
        for (let part = parts.shift(); part; part = parts.shift()) {
          const { length, ...receipt } = await sendPart(handle, part, { partSize: ticket.partSize, size });
          done.push(receipt);
          progress(sent += length);
        }
      }));
    }
  } finally {
    await handle.close();
  }
  progress.end(`${ticket.partCount} part${ticket.partCount === 1 ? '' : 's'}, ${((Date.now() - began) / 1000).toFixed(1)} s, straight to S3`);
  done.sort((a, b) => a.partNumber - b.partNumber);
  return person.must('POST', `/api/media/v1/uploads/${ticket.uploadId}/complete`, { parts: done });
}
