import { Injectable } from '@nestjs/common';
import type { TextRow } from '@practika/database';
import { isStaff, type Principal } from '@practika/identity';
import { PeopleService } from '../people/people.service.js';
import { AssetLookupService } from '../videos/asset-lookup.service.js';
import { ExerciseListRepository } from './exercise-list.repository.js';
import { type Found, holesOf, pageJsonOf, viewOf } from './exercise-row.js';
import type { Exercise } from './exercise.js';
import type { ExerciseListQuery, ExerciseView } from './exercises.dto.js';

const NOTHING: Found = { names: new Map(), assets: new Map() };

/** Answers about exercises, with names and states that our own tables lack fetched from auth and media. */
@Injectable()
export class ExerciseViewsService {
  constructor(
    private readonly lists: ExerciseListRepository,
    private readonly people: PeopleService,
    private readonly assets: AssetLookupService,
  ) {}

  async view(exercise: Exercise): Promise<ExerciseView> {
    const names = exercise.ownerName === null || exercise.ownerStale ? await this.people.refresh([exercise.ownerId]) : NOTHING.names;
    const assets = exercise.assetId !== null && exercise.assetState === null ? await this.assets.shown([exercise.assetId]) : NOTHING.assets;
    const asset = assets.get(exercise.assetId ?? '');
    return viewOf({
      ...exercise, ownerName: names.get(exercise.ownerId) ?? exercise.ownerName,
      assetState: asset?.state ?? exercise.assetState, assetDurationMs: asset?.durationMs ?? exercise.assetDurationMs,
    });
  }

  /** A page as JSON text. */
  async page(caller: Principal, query: ExerciseListQuery): Promise<string> {
    const { rows, nextCursor } = await this.lists.page({ userId: caller.userId, staff: isStaff(caller.role) }, query);
    return pageJsonOf(rows, await this.fill(rows), nextCursor);
  }

  private async fill(rows: readonly TextRow[]): Promise<Found> {
    const holes = holesOf(rows);
    if (holes.people.length === 0 && holes.assets.length === 0) return NOTHING;
    const [names, assets] = await Promise.all([this.people.refresh(holes.people), this.assets.shown(holes.assets)]);
    return { names, assets };
  }
}
