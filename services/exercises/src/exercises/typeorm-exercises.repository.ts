import { Injectable } from '@nestjs/common';
import { row, rows, textStatement, touched, type TextRow } from '@practika/database';
import { Outbox, type EventType } from '@practika/events';
import { DomainError } from '@practika/problems';
import { DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { holdReference, releaseReferences } from '../videos/typeorm-asset-references.repository.js';
import { EXERCISE_COLUMNS, EXERCISE_JOINS, exerciseOf } from './exercise-row.js';
import { type Exercise, fold, searchTextOf } from './exercise.js';
import { type ExerciseChanges, ExercisesRepository, type NewExercise, type WriteOutcome } from './exercises.repository.js';

const FIND = `SELECT ${EXERCISE_COLUMNS} FROM exercises e ${EXERCISE_JOINS}
  WHERE e.id = $1 AND (e.deleted_at IS NULL OR e.deleted_at > now() - interval '30 days')`;

interface LockedRow { owner_id: string; name: string; description: string | null; reference_id: string | null; version: number }

type ExerciseEvent = Extract<EventType, `practika.exercises.exercise.${string}`>;

@Injectable()
export class TypeormExercisesRepository extends ExercisesRepository {
  private readonly byId: (params: readonly unknown[]) => Promise<TextRow[]>;

  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
  ) {
    super();
    this.byId = textStatement(dataSource, FIND, 'exercise_by_id');
  }

  async find(id: string): Promise<Exercise | null> {
    const [found] = await this.byId([id]);
    return found === undefined ? null : exerciseOf(found);
  }

  async create(exercise: NewExercise): Promise<void> {
    const { id, ownerId, name, description, visibility, video } = exercise;
    await this.write(async (manager) => {
      const inserted = await touchedInsert(
        manager,
        `INSERT INTO exercises (id, owner_id, name, name_key, description, asset_id, reference_id, youtube_id, visibility, search_text)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING RETURNING id`,
        [id, ownerId, name, fold(name), description, video.assetId, video.referenceId, video.youtubeId, visibility, searchTextOf(name, description)],
      );
      if (!inserted) return;
      await holdReference(manager, video.referenceId);
      await this.tell(manager, 'practika.exercises.exercise.created.v1', id, ownerId, ownerId);
    });
  }

  edit(id: string, version: number | null, changes: ExerciseChanges, actorId: string): Promise<WriteOutcome> {
    return this.write(async (manager) => {
      const old = await row<LockedRow>(manager, `SELECT owner_id, name, description, reference_id, version FROM exercises WHERE id = $1 AND deleted_at IS NULL FOR UPDATE`, [id]);
      if (old === null) return 'missing';
      if (version !== null && old.version !== version) return 'changed';
      const name = changes.name ?? old.name;
      const description = changes.description === undefined ? old.description : changes.description;
      await touched(
        manager,
        `UPDATE exercises SET name = $2, name_key = $3, description = $4, search_text = $5, visibility = coalesce($6, visibility), version = version + 1, updated_at = now() WHERE id = $1`,
        [id, name, fold(name), description, searchTextOf(name, description), changes.visibility ?? null],
      );
      if (changes.video !== undefined) {
        const { assetId, referenceId, youtubeId } = changes.video;
        await holdReference(manager, referenceId);
        await touched(manager, `UPDATE exercises SET asset_id = $2, reference_id = $3, youtube_id = $4 WHERE id = $1`, [id, assetId, referenceId, youtubeId]);
        await releaseReferences(manager, [old.reference_id]);
      }
      await this.tell(manager, 'practika.exercises.exercise.updated.v1', id, old.owner_id, actorId);
      return 'done';
    });
  }

  remove(id: string, version: number | null, actorId: string): Promise<WriteOutcome> {
    return this.write(async (manager) => {
      const old = await row<LockedRow>(manager, `SELECT owner_id, version FROM exercises WHERE id = $1 AND deleted_at IS NULL FOR UPDATE`, [id]);
      if (old === null) return 'missing';
      if (version !== null && old.version !== version) return 'changed';
      await touched(manager, `UPDATE exercises SET deleted_at = now(), version = version + 1 WHERE id = $1`, [id]);
      await this.tell(manager, 'practika.exercises.exercise.deleted.v1', id, old.owner_id, actorId);
      return 'done';
    });
  }

  restore(id: string, actorId: string): Promise<WriteOutcome> {
    return this.write(async (manager) => {
      const [restored] = await rows<{ owner_id: string }>(
        manager,
        `UPDATE exercises SET deleted_at = NULL, version = version + 1, updated_at = now()
         WHERE id = $1 AND deleted_at > now() - interval '30 days' RETURNING owner_id`,
        [id],
      );
      if (restored === undefined) return 'missing';
      await this.tell(manager, 'practika.exercises.exercise.updated.v1', id, restored.owner_id, actorId);
      return 'done';
    });
  }

  purge(limit: number): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const due = await rows<{ id: string; reference_id: string | null }>(
        manager,
        `SELECT id, reference_id FROM exercises WHERE deleted_at < now() - interval '30 days' ORDER BY deleted_at LIMIT $1 FOR UPDATE SKIP LOCKED`,
        [limit],
      );
      await deleteExercises(manager, due);
      return due.length;
    });
  }

  private tell(manager: EntityManager, type: ExerciseEvent, exerciseId: string, ownerId: string, actorId: string): Promise<unknown> {
    return this.outbox.event(manager, type, { subject: `exercise/${exerciseId}`, data: { exerciseId, ownerId }, actor: { kind: 'user', pseudonym: actorId } });
  }

  private async write<T>(run: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.dataSource.transaction(run);
    } catch (error) {
      const driver = error instanceof QueryFailedError ? (error.driverError as { code?: string; constraint?: string }) : {};
      if (driver.code === '23505' && driver.constraint === 'exercises_name_taken') throw new DomainError('name-taken', { cause: error });
      throw error;
    }
  }
}

async function touchedInsert(manager: EntityManager, sql: string, params: readonly unknown[]): Promise<boolean> {
  return (await rows(manager, sql, params)).length > 0;
}

/** For good: the exercises, the comments on them (by cascade), and the marks of both at media. */
export async function deleteExercises(manager: EntityManager, due: readonly { readonly id: string; readonly reference_id: string | null }[]): Promise<void> {
  if (due.length === 0) return;
  const ids = due.map((d) => d.id);
  const inComments = await rows<{ reference_id: string }>(manager, `SELECT reference_id FROM comments WHERE exercise_id = ANY($1::uuid[]) AND reference_id IS NOT NULL`, [ids]);
  await releaseReferences(manager, [...due.map((d) => d.reference_id), ...inComments.map((c) => c.reference_id)]);
  await touched(manager, `DELETE FROM exercises WHERE id = ANY($1::uuid[])`, [ids]);
}
