import { rows } from '@practika/database';
import type { EntityManager } from 'typeorm';

/**
 * News of a person's consent on one side, workers that move the person's videos by what the last news was on the other:
 * without this each could miss the other's uncommitted half, and a video stay on hold with consent given. Taken before
 * any row is locked. Not the row of the news: the first news of a person has none.
 */
export async function lockConsentNews(manager: EntityManager, subjectId: string, how: 'to-change' | 'to-follow'): Promise<void> {
  await rows(manager, `SELECT pg_advisory_xact_lock${how === 'to-follow' ? '_shared' : ''}(hashtextextended('consent:' || $1, 0))`, [subjectId]);
}
