import { Injectable } from '@nestjs/common';
import { PersonalDataStore, row, rows, touched } from '@practika/database';
import { DataSource, type EntityManager } from 'typeorm';
import { entomb } from '../comments/typeorm-comments.repository.js';
import { deleteExercises } from '../exercises/typeorm-exercises.repository.js';
import { erasePerson } from '../people/typeorm-people.repository.js';
import { releaseReferences } from '../videos/typeorm-asset-references.repository.js';

/** Which rows name a person. A moderator is named on what they hid. */
const OF_SUBJECT: Readonly<Record<string, string>> = {
  exercises: 'owner_id = $1',
  comments: '(author_id = $1 OR hidden_by_id = $1)',
  people: 'subject_id = $1 AND erased_at IS NULL',
  asset_states: 'owner_id = $1',
  asset_references: 'owner_id = $1',
  idempotency_keys: 'owner_id = $1',
};

/** What a person may read of each table: their own words, not those of others about them or to them. */
const EXPORTED: Readonly<Record<string, string>> = {
  exercises: 'id, name, description, asset_id, youtube_id, visibility, created_at, updated_at, deleted_at',
  comments: `id, exercise_id, parent_id, CASE WHEN author_id = $1 THEN text END AS text, CASE WHEN author_id = $1 THEN asset_id END AS asset_id,
    CASE WHEN author_id = $1 THEN youtube_id END AS youtube_id, anchor_start_ms, anchor_end_ms, state, hidden_reason, hidden_at,
    created_at, updated_at, edited_at, CASE WHEN author_id = $1 THEN 'author' ELSE 'moderator' END AS role`,
  people: 'subject_id, display_name',
  asset_states: 'asset_id, state, duration_ms, updated_at',
  asset_references: 'reference_id, asset_id, kind, state, created_at',
  idempotency_keys: 'route, key, created_at',
};
const KEYS: Readonly<Record<string, string>> = { people: 'subject_id', asset_states: 'asset_id', asset_references: 'reference_id', idempotency_keys: `route || ' ' || key` };
const PAGE = 500;

@Injectable()
export class TypeormPersonalDataRepository extends PersonalDataStore {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async count(subjectId: string): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (const [table, condition] of Object.entries(OF_SUBJECT)) {
      counts[table] = Number((await row<{ n: string }>(this.dataSource, `SELECT count(*) AS n FROM ${table} WHERE ${condition}`, [subjectId]))?.n ?? 0);
    }
    return counts;
  }

  async *collect(subjectId: string): AsyncIterable<{ readonly table: string; readonly row: Readonly<Record<string, unknown>> }> {
    for (const [table, condition] of Object.entries(OF_SUBJECT)) {
      const key = KEYS[table] ?? 'id';
      // Pages by primary key: an export of many rows must not hold them all in memory.
      for (let after: unknown = null; ;) {
        const page = await rows<Record<string, unknown>>(
          this.dataSource,
          `SELECT ${EXPORTED[table] ?? 'id'}, (${key})::text AS page_key FROM ${table} WHERE ${condition} AND ($2::text IS NULL OR (${key})::text > $2) ORDER BY (${key})::text LIMIT ${PAGE}`,
          [subjectId, after],
        );
        for (const { page_key: _, ...exported } of page) yield { table, row: exported };
        if (page.length < PAGE) break;
        after = page[page.length - 1]?.['page_key'];
      }
    }
  }

  erase(subjectId: string): Promise<Readonly<Record<string, number>>> {
    return this.dataSource.transaction((manager) => eraseSubject(manager, subjectId));
  }
}

/**
 * Exercises go, with the comments on them. Comments on other people's exercises leave their place in the thread and
 * nothing else. Safe to repeat. Gives the rows touched, by table.
 */
export async function eraseSubject(manager: EntityManager, subjectId: string): Promise<Readonly<Record<string, number>>> {
  const own = await rows<{ id: string; reference_id: string | null }>(manager, `SELECT id, reference_id FROM exercises WHERE owner_id = $1 FOR UPDATE`, [subjectId]);
  await deleteExercises(manager, own);
  // Exercises first, in one order, as every writer of comments locks them: then the counts can be mended.
  await rows(manager, `SELECT id FROM exercises WHERE id IN (SELECT exercise_id FROM comments WHERE author_id = $1) ORDER BY id FOR UPDATE`, [subjectId]);
  const written = await rows<{ id: string; reference_id: string | null }>(manager, `SELECT id, reference_id FROM comments WHERE author_id = $1 FOR UPDATE`, [subjectId]);
  await touched(
    manager,
    `UPDATE exercises e SET comment_count = e.comment_count - n.n
     FROM (SELECT exercise_id, count(*)::int AS n FROM comments WHERE author_id = $1 AND state = 'visible' GROUP BY exercise_id) n WHERE n.exercise_id = e.id`,
    [subjectId],
  );
  await releaseReferences(manager, written.map((c) => c.reference_id));
  await entomb(manager, written.map((c) => c.id));
  const moderated = await touched(manager, `UPDATE comments SET hidden_by_id = NULL WHERE hidden_by_id = $1`, [subjectId]);
  return {
    exercises: own.length,
    comments: written.length + moderated,
    people: await erasePerson(manager, subjectId),
    asset_states: await touched(manager, `DELETE FROM asset_states WHERE owner_id = $1`, [subjectId]),
    asset_references: await touched(manager, `UPDATE asset_references SET owner_id = NULL WHERE owner_id = $1`, [subjectId]),
    idempotency_keys: await touched(manager, `DELETE FROM idempotency_keys WHERE owner_id = $1`, [subjectId]),
  };
}
