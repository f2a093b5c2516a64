// The peer of G2: Fastify, a response schema and pg with a named prepared statement, the SQL being that of the service.
import Fastify from 'fastify';
import pg from 'pg';
import { branchesFor, fetchFor, listSql } from '../../../services/exercises/dist/exercises/exercise-list-sql.js';
import { responseSchema } from './example-rows.mjs';

const { DATABASE_URL, VIEWER } = process.env;
const { branches, ownerId } = branchesFor({ userId: VIEWER, staff: false }, undefined, undefined);
const sql = listSql({ order: '-createdAt', branches, after: false, match: 'none', fetch: fetchFor(20) });
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const app = Fastify();

app.get('/exercises', { schema: { response: responseSchema } }, async (request) => {
  const limit = Number(request.query.limit ?? 20);
  const { rows } = await pool.query({ name: 'list', text: sql, values: ownerId === null ? [] : [ownerId] });
  const items = rows.slice(0, limit).map((r) => ({
    id: r.id, name: r.name, description: r.description,
    video: r.asset_id === null ? { kind: 'youtube', videoId: r.youtube_id } : { kind: 'asset', assetId: r.asset_id, state: r.asset_state, durationMs: r.duration_ms === null ? null : Number(r.duration_ms) },
    visibility: r.visibility, owner: { id: r.owner_id, displayName: r.display_name }, commentCount: r.comment_count,
    createdAt: r.created_at.toISOString(), updatedAt: r.updated_at.toISOString(), deletedAt: r.deleted_at === null ? null : r.deleted_at.toISOString(),
  }));
  const last = rows.length > limit ? items[items.length - 1] : null;
  return { items, nextCursor: last === null ? null : Buffer.from(JSON.stringify(['-createdAt', 0, last.createdAt, last.id])).toString('base64url') };
});
await app.listen({ host: '127.0.0.1', port: 0 });
console.log(JSON.stringify({ url: `http://127.0.0.1:${app.server.address().port}/exercises?limit=20` }));
