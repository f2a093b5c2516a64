// An upload without a word on the console, and the way of the asset afterwards.
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { sleep } from '../lib/wait.mjs';
import { UserError } from '../lib/say.mjs';

/** Gives the asset as `complete` answers it. One part after another. */
export async function upload(person, path) {
  const { size } = await stat(path);
  const ticket = await person.must('POST', '/api/media/v1/uploads', { filename: basename(path), size, contentType: 'video/mp4' });
  const partNumbers = Array.from({ length: ticket.partCount }, (_, i) => i + 1);
  const { parts } = await person.must('POST', `/api/media/v1/uploads/${ticket.uploadId}/parts`, { partNumbers });
  const receipts = [];
  const file = await open(path);
  try {
    for (const { partNumber, url, headers } of parts) {
      const start = (partNumber - 1) * ticket.partSize;
      const bytes = Buffer.allocUnsafe(Math.min(ticket.partSize, size - start));
      await file.read(bytes, 0, bytes.length, start);
      const answer = await fetch(url, { method: 'PUT', headers: headers ?? {}, body: bytes });
      await answer.arrayBuffer();
      if (!answer.ok) throw new UserError(`part ${partNumber} was refused: ${answer.status}`);
      receipts.push({ partNumber, etag: answer.headers.get('etag') });
    }
  } finally {
    await file.close();
  }
  return person.must('POST', `/api/media/v1/uploads/${ticket.uploadId}/complete`, { parts: receipts });
}

/** Waits for `ready`; gives the milliseconds from `uploaded` to each state, by the database's clock. */
export async function timesToReady(person, assetId) {
  const end = Date.now() + 300_000;
  for (;;) {
    const asset = await person.must('GET', `/api/media/v1/assets/${assetId}`);
    if (asset.state === 'ready') {
      const at = (state) => new Date(asset.history.find((h) => h.state === state).at);
      return Object.fromEntries(asset.history.map(({ state }) => [state, at(state) - at('uploaded')]));
    }
    if (['rejected', 'quarantined', 'failed', 'consent_hold'].includes(asset.state) || Date.now() > end) throw new UserError(`a video of the benchmark ended as ${asset.state}: ${asset.reason?.text ?? ''}`);
    await sleep(150);
  }
}
