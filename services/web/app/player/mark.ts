/** A place on the timeline that something belongs to. */
export interface Mark {
  readonly id: string;
  readonly startMs: number;
  readonly endMs?: number | undefined;
  /** Its name, for those who hear it and for those who point at it. */
  readonly label: string;
  readonly kind: 'text' | 'video';
}

/** Where a moment lies on the timeline, 0…1. */
export const shareOf = (ms: number, durationMs: number | null): number => (durationMs === null || durationMs <= 0 ? 0 : Math.min(1, Math.max(0, ms / durationMs)));
