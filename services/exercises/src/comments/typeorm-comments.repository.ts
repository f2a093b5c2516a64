import { Injectable } from '@nestjs/common';
import { row, rows, textStatement, touched, type TextRow } from '@practika/database';
import { Outbox, type EventType } from '@practika/events';
import { DataSource, type EntityManager } from 'typeorm';
import { fetchFor } from '../exercises/exercise-list-sql.js';
import type { WriteOutcome } from '../exercises/exercises.repository.js';
import { holdReference, releaseReferences } from '../videos/typeorm-asset-references.repository.js';
import { COMMENT_COLUMNS, COMMENT_JOINS, commentOf, exerciseRightsOf } from './comment-row.js';
import { commentCursor, commentListSql, readCommentCursor } from './comment-list-sql.js';
import type { CommentInContext, CommentState } from './comment.js';
import type { CommentListQuery } from './comments.dto.js';
import { type CommentPage, CommentsRepository, type NewComment } from './comments.repository.js';

const FIND = `SELECT ${COMMENT_COLUMNS}, e.owner_id AS exercise_owner, e.visibility, e.deleted_at FROM comments c JOIN exercises e ON e.id = c.exercise_id ${COMMENT_JOINS}
  WHERE c.id = $1 AND (e.deleted_at IS NULL OR e.deleted_at > now() - interval '30 days')`;

interface Locked { id: string; exercise_id: string; parent_id: string | null; author_id: string | null; reference_id: string | null; state: CommentState; version: number }
type CommentEvent = Extract<EventType, `practika.exercises.comment.${string}`>;
type Statement = (params: readonly unknown[]) => Promise<TextRow[]>;

@Injectable()
export class TypeormCommentsRepository extends CommentsRepository {
  private readonly byId: Statement;
  private readonly lists = new Map<string, Statement>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
  ) {
    super();
    this.byId = textStatement(dataSource, FIND, 'comment_by_id');
  }

  async find(id: string): Promise<CommentInContext | null> {
    const [found] = await this.byId([id]);
    return found === undefined ? null : { comment: commentOf(found), exercise: exerciseRightsOf(found) };
  }

  async page(exerciseId: string, viewerId: string, seesHidden: boolean, query: CommentListQuery): Promise<CommentPage> {
    const position = query.cursor === undefined ? null : readCommentCursor(query.order, query.cursor);
    const fetch = fetchFor(query.limit);
    const name = `comments_${query.order}_${position === null ? 'first' : 'next'}_${fetch}`;
    let statement = this.lists.get(name);
    if (statement === undefined) this.lists.set(name, (statement = textStatement(this.dataSource, commentListSql(query.order, position !== null, fetch), name)));
    const fetched = await statement([exerciseId, viewerId, seesHidden, ...(position ?? [])]);
    const kept = fetched.slice(0, query.limit);
    const last = kept[kept.length - 1];
    return { comments: kept.map(commentOf), nextCursor: last === undefined || fetched.length <= query.limit ? null : commentCursor(query.order, last) };
  }

  create(comment: NewComment): Promise<'done' | 'missing' | 'parent-missing'> {
    const { id, exerciseId, parentId, authorId, text, video, anchor } = comment;
    return this.dataSource.transaction(async (manager) => {
      // Locks the exercise: no comment gets in after its deletion, and the parent cannot go while its reply comes.
      if (!(await this.count(manager, exerciseId, 1))) return 'missing';
      if (parentId !== null && (await row(manager, `SELECT 1 FROM comments WHERE id = $1 AND exercise_id = $2 AND parent_id IS NULL AND state <> 'deleted'`, [parentId, exerciseId])) === null) {
        await this.count(manager, exerciseId, -1);
        return 'parent-missing';
      }
      const inserted = await rows(
        manager,
        `INSERT INTO comments (id, exercise_id, parent_id, author_id, text, asset_id, reference_id, youtube_id, anchor_start_ms, anchor_end_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING RETURNING id`,
        [id, exerciseId, parentId, authorId, text, video.assetId, video.referenceId, video.youtubeId, anchor?.startMs ?? null, anchor?.endMs ?? null],
      );
      if (inserted.length === 0) {
        await this.count(manager, exerciseId, -1);
        return 'done';
      }
      await holdReference(manager, video.referenceId);
      await this.tell(manager, 'practika.exercises.comment.created.v1', { commentId: id, exerciseId, authorId }, authorId);
      return 'done';
    });
  }

  edit(id: string, version: number | null, text: string): Promise<WriteOutcome> {
    return this.change(id, version, async (manager, old) => {
      if (old.state === 'deleted') return 'missing';
      await touched(manager, `UPDATE comments SET text = $2, version = version + 1, updated_at = now(), edited_at = now() WHERE id = $1`, [id, text]);
      return 'done';
    });
  }

  remove(id: string, version: number | null, actorId: string): Promise<WriteOutcome> {
    return this.change(id, version, async (manager, old) => {
      if (old.state === 'deleted' || old.author_id === null) return 'missing';
      await releaseReferences(manager, [old.reference_id]);
      if (old.state === 'visible') await this.count(manager, old.exercise_id, -1);
      if ((await row(manager, `SELECT 1 FROM comments WHERE parent_id = $1 LIMIT 1`, [id])) !== null) await entomb(manager, [id]);
      else await this.removeRow(manager, old);
      await this.tell(manager, 'practika.exercises.comment.deleted.v1', { commentId: id, exerciseId: old.exercise_id, authorId: old.author_id }, actorId);
      return 'done';
    });
  }

  hide(id: string, version: number | null, reason: string, actorId: string): Promise<WriteOutcome> {
    return this.change(id, version, async (manager, old) => {
      if (old.state === 'deleted' || old.author_id === null) return 'missing';
      if (old.state === 'visible') await this.count(manager, old.exercise_id, -1);
      await touched(
        manager,
        `UPDATE comments SET state = 'hidden', hidden_by_id = $2, hidden_reason = $3, hidden_at = now(), version = version + 1, updated_at = now() WHERE id = $1`,
        [id, actorId, reason],
      );
      if (old.state === 'visible') await this.tell(manager, 'practika.exercises.comment.hidden.v1', { commentId: id, exerciseId: old.exercise_id, authorId: old.author_id }, actorId);
      return 'done';
    });
  }

  unhide(id: string, version: number | null): Promise<WriteOutcome> {
    return this.change(id, version, async (manager, old) => {
      if (old.state === 'deleted') return 'missing';
      if (old.state === 'visible') return 'done';
      await this.count(manager, old.exercise_id, 1);
      await touched(
        manager,
        `UPDATE comments SET state = 'visible', hidden_by_id = NULL, hidden_reason = NULL, hidden_at = NULL, version = version + 1, updated_at = now() WHERE id = $1`,
        [id],
      );
      return 'done';
    });
  }

  /** Runs a change with the exercise and then the comment locked. */
  private change(id: string, version: number | null, run: (manager: EntityManager, old: Locked) => Promise<WriteOutcome>): Promise<WriteOutcome> {
    return this.dataSource.transaction(async (manager) => {
      const exercise = await row(
        manager,
        `SELECT e.id FROM exercises e WHERE e.deleted_at IS NULL AND e.id = (SELECT c.exercise_id FROM comments c WHERE c.id = $1) FOR UPDATE`,
        [id],
      );
      if (exercise === null) return 'missing';
      const old = await row<Locked>(manager, `SELECT id, exercise_id, parent_id, author_id, reference_id, state, version FROM comments WHERE id = $1 FOR UPDATE`, [id]);
      if (old === null) return 'missing';
      if (version !== null && old.version !== version) return 'changed';
      return run(manager, old);
    });
  }

  private async removeRow(manager: EntityManager, old: Locked): Promise<void> {
    await touched(manager, `DELETE FROM comments WHERE id = $1`, [old.id]);
    if (old.parent_id === null) return;
    await touched(
      manager,
      `DELETE FROM comments t WHERE t.id = $1 AND t.state = 'deleted' AND NOT EXISTS (SELECT 1 FROM comments r WHERE r.parent_id = t.id)`,
      [old.parent_id],
    );
  }

  private async count(manager: EntityManager, exerciseId: string, by: 1 | -1): Promise<boolean> {
    return (await touched(manager, `UPDATE exercises SET comment_count = comment_count + $2 WHERE id = $1 AND deleted_at IS NULL`, [exerciseId, by])) > 0;
  }

  private tell(manager: EntityManager, type: CommentEvent, data: { commentId: string; exerciseId: string; authorId: string }, actorId: string): Promise<unknown> {
    return this.outbox.event(manager, type, { subject: `comment/${data.commentId}`, data, actor: { kind: 'user', pseudonym: actorId } });
  }
}

/** Leaves the places in the thread and nothing of what stood there. The caller releases references and mends counts. */
export async function entomb(manager: EntityManager, ids: readonly string[]): Promise<void> {
  await touched(
    manager,
    `UPDATE comments SET state = 'deleted', author_id = NULL, text = NULL, asset_id = NULL, reference_id = NULL, youtube_id = NULL,
       hidden_by_id = NULL, hidden_reason = NULL, hidden_at = NULL, edited_at = NULL, version = version + 1, updated_at = now()
     WHERE id = ANY($1::uuid[])`,
    [ids],
  );
}
