// Twenty exercises, as rows of PostgreSQL and as objects: two ways to the same 9 KB of JSON.
import { createHash } from 'node:crypto';

const uuid = (text) => createHash('md5').update(text).digest('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const rows = Array.from({ length: 20 }, (_, i) => [
  uuid(`id${i}`), `Backhand footwork ${i}`, `Practise the swing slowly, then the release at speed. Watch your balance and compare with the video. ${'Breathe, and keep the rhythm. '.repeat(2)}`.trim(),
  i % 2 === 0 ? uuid(`asset${i}`) : null, i % 2 === 1 ? 'dQw4w9WgXcQ' : null, 'organisation', uuid(`owner${i % 5}`), String(i), '2026-11-24 15:04:05.678+00', '2026-11-24 15:04:05.678+00', null,
  `Person ${i % 5}`, 'f', i % 2 === 0 ? 'ready' : null, '1', null, i % 2 === 0 ? '83400' : null, '2026-11-24 15:04:05.678+00',
]);

const iso = '2026-11-24T15:04:05.678Z';
export const objects = rows.map((r) => ({
  id: r[0], name: r[1], description: r[2], video: r[3] === null ? { kind: 'youtube', videoId: r[4] } : { kind: 'asset', assetId: r[3], state: r[13], durationMs: Number(r[16]) },
  visibility: r[5], owner: { id: r[6], displayName: r[11] }, commentCount: Number(r[7]), createdAt: iso, updatedAt: iso, deletedAt: null,
}));

const text = { type: 'string' };
const item = {
  type: 'object',
  properties: {
    id: text, name: text, description: { type: ['string', 'null'] },
    video: { type: 'object', properties: { kind: text, videoId: text, assetId: text, state: text, durationMs: { type: ['integer', 'null'] } } },
    visibility: text, owner: { type: 'object', properties: { id: text, displayName: text } },
    commentCount: { type: 'integer' }, createdAt: text, updatedAt: text, deletedAt: { type: ['string', 'null'] },
  },
};
/** What lets Fastify write the answer with a compiled serialiser. */
export const responseSchema = { 200: { type: 'object', properties: { items: { type: 'array', items: item }, nextCursor: { type: ['string', 'null'] } } } };
