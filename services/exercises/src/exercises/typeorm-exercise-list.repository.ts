import { Injectable } from '@nestjs/common';
import { textStatement, type TextRow } from '@practika/database';
import { DataSource } from 'typeorm';
import { ExerciseListRepository, type ExercisePage } from './exercise-list.repository.js';
import { readPosition, writePosition, type ListPosition } from './exercise-list-cursor.js';
import { type Branch, branchesFor, fetchFor, likeOf, listSql, type ListShape, type ListViewer, shapeName, tsqueryOf } from './exercise-list-sql.js';
import { SORT_KEY, VISIBILITY } from './exercise-row.js';
import { fold } from './exercise.js';
import type { ExerciseListQuery } from './exercises.dto.js';

type Statement = (params: readonly unknown[]) => Promise<TextRow[]>;

/** Below this, two words share too few trigrams to be one word mistyped (pg_trgm's own default, 0.6, misses swapped letters). */
const SIMILAR_ENOUGH = '0.5';

@Injectable()
export class TypeormExerciseListRepository extends ExerciseListRepository {
  private readonly statements = new Map<string, Statement>();

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async page(viewer: ListViewer, query: ExerciseListQuery): Promise<ExercisePage> {
    const search = fold(query.search ?? '').trim();
    const position = query.cursor === undefined ? null : readPosition(query.order, search !== '', query.cursor);
    const { branches, ownerId } = branchesFor(viewer, query.owner, query.visibility);
    if (branches.length === 0) return { rows: [], nextCursor: null };
    const params = [...(ownerId === null ? [] : [ownerId]), ...(position === null ? [] : [position.key, position.id])];
    const shape = { order: query.order, branches, after: position !== null, deleted: query.deleted === 'true', fetch: fetchFor(query.limit) };
    if (search === '') return cut(await this.statement({ ...shape, match: 'none' })(params), query, 'none');
    if (position?.match !== 'fuzzy') {
      const exact = await this.search({ ...shape, match: 'exact' }, [...params, tsqueryOf(search) ?? '', likeOf(search)]);
      // Mistyped words only count when nothing matches as written: who writes a whole name wants that one alone.
      if (exact.length > 0 || position !== null || search.length < 3) return cut(exact, query, 'exact');
    }
    return cut(await this.search({ ...shape, match: 'fuzzy' }, [...params, search]), query, 'fuzzy');
  }

  /** First by the order; branches in which that fills no page again by the words. */
  private async search(shape: ListShape, params: readonly unknown[]): Promise<readonly TextRow[]> {
    const rows = await this.run(shape, params);
    const full = (b: Branch): boolean => rows.filter((row) => row[VISIBILITY] === b.visibility).length === shape.fetch;
    if (shape.branches.every(full)) return rows;
    return this.run({ ...shape, branches: shape.branches.map((b) => ({ ...b, by: full(b) ? 'order' : 'words' })) }, params);
  }

  private statement(shape: ListShape): Statement {
    const name = shapeName(shape);
    let statement = this.statements.get(name);
    if (statement === undefined) this.statements.set(name, (statement = textStatement(this.dataSource, listSql(shape), name)));
    return statement;
  }

  /** Not prepared: searches come in too many shapes, and the words' indexes are worth planning for. */
  private run(shape: ListShape, params: readonly unknown[]): Promise<TextRow[]> {
    return shape.match === 'fuzzy' ? this.fuzzy(shape, params) : textStatement(this.dataSource, listSql(shape))(params);
  }

  private async fuzzy(shape: ListShape, params: readonly unknown[]): Promise<TextRow[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.query(`SELECT set_config('pg_trgm.word_similarity_threshold', $1, true)`, [SIMILAR_ENOUGH]);
      const client = (await runner.connect()) as { query(config: object): Promise<{ rows: TextRow[] }> };
      const { rows } = await client.query({ text: listSql(shape), values: params, rowMode: 'array', types: { getTypeParser: () => (value: string) => value } });
      await runner.commitTransaction();
      return rows;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }
}

function cut(fetched: readonly TextRow[], query: ExerciseListQuery, match: ListPosition['match']): ExercisePage {
  const rows = fetched.slice(0, query.limit);
  const last = rows[rows.length - 1];
  if (last === undefined || fetched.length <= query.limit) return { rows, nextCursor: null };
  return { rows, nextCursor: writePosition(query.order, { key: last[SORT_KEY] ?? '', id: last[0] ?? '', match }) };
}
