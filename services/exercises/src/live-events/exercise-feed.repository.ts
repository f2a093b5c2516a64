export const COMMENT_CHANGES = ['created', 'edited', 'hidden', 'unhidden', 'deleted', 'video'] as const;
export const EXERCISE_CHANGES = ['edited', 'video', 'deleted', 'restored'] as const;

/** One change; of the exercise itself where `commentId` is null. */
export interface FeedItem {
  readonly seq: string;
  readonly commentId: string | null;
  readonly change: (typeof COMMENT_CHANGES)[number] | (typeof EXERCISE_CHANGES)[number];
  readonly at: Date;
}

export interface FeedViewer {
  readonly userId: string;
  /** Owner of the exercise, or staff. */
  readonly manages: boolean;
}

/** What happened to an exercise and its comments within the last week. Numbers grow in the order of commits for one exercise. */
export abstract class ExerciseFeed {
  abstract last(exerciseId: string): Promise<string>;
  /** Up to `limit` changes after `seq`. Of a comment that is hidden, others than its author and managers learn that and no more. */
  abstract since(exerciseId: string, viewer: FeedViewer, seq: string, limit: number): Promise<readonly FeedItem[]>;
  /** Forgets what is older than a week, up to `limit`; gives the number. */
  abstract purge(limit: number): Promise<number>;
}
