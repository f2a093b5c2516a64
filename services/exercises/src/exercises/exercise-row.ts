import { isoOfText, type TextRow } from '@practika/database';
import { UNKNOWN_NAME } from '../people/person.js';
import { type ShownAsset, UNKNOWN_STATE, viewOfVideo } from '../videos/video.js';
import type { Exercise, Visibility } from './exercise.js';
import type { ExerciseView } from './exercises.dto.js';

/** Columns of an exercise in the order that the indexes below count on. `e` is exercises, `p` people, `a` asset_states. */
export const EXERCISE_COLUMNS = `e.id, e.name, e.description, e.asset_id, e.youtube_id, e.visibility, e.owner_id, e.comment_count, e.created_at, e.updated_at,
  e.deleted_at, p.display_name, p.stale, a.state AS asset_state, e.version, e.reference_id, a.duration_ms`;
export const EXERCISE_JOINS = `LEFT JOIN people p ON p.subject_id = e.owner_id LEFT JOIN asset_states a ON a.asset_id = e.asset_id`;
/** Where a list's query puts the value that it was ordered by. */
export const SORT_KEY = 17;
export const VISIBILITY = 5;

const at = (row: TextRow, index: number): string => row[index] ?? '';
const DURATION = 16;
const timeOf = (text: string | null | undefined): string | null => (text === null || text === undefined ? null : isoOfText(text));

export function exerciseOf(row: TextRow): Exercise {
  return {
    id: at(row, 0), name: at(row, 1), description: row[2] ?? null, assetId: row[3] ?? null, youtubeId: row[4] ?? null,
    visibility: at(row, VISIBILITY) as Visibility, ownerId: at(row, 6), commentCount: Number(row[7]),
    createdAt: isoOfText(at(row, 8)), updatedAt: isoOfText(at(row, 9)), deletedAt: timeOf(row[10]),
    ownerName: row[11] ?? null, ownerStale: row[12] === 't', assetState: row[13] ?? null, assetDurationMs: (row[DURATION] ?? null) === null ? null : Number(row[DURATION]), version: Number(row[14]), referenceId: row[15] ?? null,
  };
}

export function viewOf(exercise: Exercise): ExerciseView {
  const video = viewOfVideo(exercise);
  if (video === null) throw new Error('an exercise without a video passed the table\'s check');
  return {
    id: exercise.id, name: exercise.name, description: exercise.description, video, visibility: exercise.visibility,
    owner: { id: exercise.ownerId, displayName: exercise.ownerName ?? UNKNOWN_NAME },
    commentCount: exercise.commentCount, createdAt: exercise.createdAt, updatedAt: exercise.updatedAt, deletedAt: exercise.deletedAt,
  };
}

/** What of a page is not in our own tables yet. */
export function holesOf(rows: readonly TextRow[]): { readonly people: readonly string[]; readonly assets: readonly string[] } {
  const people: string[] = [];
  const assets: string[] = [];
  for (const row of rows) {
    if ((row[11] ?? null) === null || row[12] === 't') people.push(at(row, 6));
    if ((row[3] ?? null) !== null && (row[13] ?? null) === null) assets.push(at(row, 3));
  }
  return { people, assets };
}

export interface Found {
  readonly names: ReadonlyMap<string, string>;
  readonly assets: ReadonlyMap<string, ShownAsset>;
}

/**
 * The row as JSON text, equal to what viewOf gives (a spec holds the two together). Lists are the hottest answer of the
 * service: everything but three texts is known to need no escaping, so nothing is parsed, built and written out again.
 */
export function jsonOf(row: TextRow, found: Found): string {
  const ownerId = at(row, 6);
  const name = found.names.get(ownerId) ?? row[11] ?? UNKNOWN_NAME;
  const assetId = row[3] ?? null;
  const asset = assetId === null ? undefined : found.assets.get(assetId);
  const video = assetId === null
    ? `{"kind":"youtube","videoId":"${at(row, 4)}"}`
    : `{"kind":"asset","assetId":"${assetId}","state":"${asset?.state ?? row[13] ?? UNKNOWN_STATE}","durationMs":${asset?.durationMs ?? row[DURATION] ?? 'null'}}`;
  const description = row[2] ?? null;
  const deletedAt = timeOf(row[10]);
  const createdAt = isoOfText(at(row, 8));
  // Most are never edited.
  const updatedAt = row[9] === row[8] ? createdAt : isoOfText(at(row, 9));
  return `{"id":"${at(row, 0)}","name":${JSON.stringify(at(row, 1))},"description":${description === null ? 'null' : JSON.stringify(description)},"video":${video}`
    + `,"visibility":"${at(row, VISIBILITY)}","owner":{"id":"${ownerId}","displayName":${JSON.stringify(name)}},"commentCount":${at(row, 7)}`
    + `,"createdAt":"${createdAt}","updatedAt":"${updatedAt}","deletedAt":${deletedAt === null ? 'null' : `"${deletedAt}"`}}`;
}

/** A page as JSON text. Put together piece by piece: joining an array would copy every row once more. */
export function pageJsonOf(rows: readonly TextRow[], found: Found, nextCursor: string | null): string {
  let items = '';
  for (const row of rows) items += items === '' ? jsonOf(row, found) : `,${jsonOf(row, found)}`;
  return `{"items":[${items}],"nextCursor":${nextCursor === null ? 'null' : `"${nextCursor}"`}}`;
}
