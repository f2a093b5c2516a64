import { Injectable } from '@nestjs/common';
import { row, rows, touched } from '@practika/database';
import { DataSource } from 'typeorm';
import { ExerciseFeed, type FeedItem, type FeedViewer } from './exercise-feed.repository.js';

interface FeedRow { seq: string; comment_id: string | null; change: FeedItem['change']; at: Date }

@Injectable()
export class TypeormExerciseFeed extends ExerciseFeed {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async last(exerciseId: string): Promise<string> {
    return (await row<{ seq: string }>(this.dataSource, 'SELECT coalesce(max(seq), 0)::text AS seq FROM exercise_feed WHERE exercise_id = $1', [exerciseId]))?.seq ?? '0';
  }

  async since(exerciseId: string, viewer: FeedViewer, seq: string, limit: number): Promise<readonly FeedItem[]> {
    const found = await rows<FeedRow>(
      this.dataSource,
      `SELECT f.seq::text, f.comment_id, f.change, f.at FROM exercise_feed f LEFT JOIN comments c ON c.id = f.comment_id
       WHERE f.exercise_id = $1 AND f.seq > $2::bigint AND (c.state IS DISTINCT FROM 'hidden' OR f.change = 'hidden' OR $3 OR c.author_id = $4)
       ORDER BY f.seq LIMIT $5`,
      [exerciseId, seq, viewer.manages, viewer.userId, limit],
    );
    return found.map((f) => ({ seq: f.seq, commentId: f.comment_id, change: f.change, at: f.at }));
  }

  purge(limit: number): Promise<number> {
    // By number, which grows with time: the index by which rows are read is the only one they need.
    return touched(
      this.dataSource,
      `DELETE FROM exercise_feed WHERE at < now() - interval '7 days' AND seq IN (SELECT seq FROM exercise_feed ORDER BY seq LIMIT $1)`, [limit],
    );
  }
}
