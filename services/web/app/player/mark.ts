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

/** Marks that would lie on each other, as one. */
export interface Cluster {
  readonly id: string;
  readonly startMs: number;
  readonly marks: readonly [Mark, ...Mark[]];
}

/** Pixels between two marks that can still be pressed apart (WCAG 2.5.8: 24). */
const APART = 26;

/**
 * Puts together what is too close to be pressed apart. As many as fit stay by themselves: a wider timeline shows more.
 *
 * @param marks in the order of their moments
 */
export function clustersOf(marks: readonly Mark[], durationMs: number | null, widthPx: number): readonly Cluster[] {
  const clusters: { id: string; startMs: number; marks: [Mark, ...Mark[]] }[] = [];
  for (const mark of marks) {
    const last = clusters.at(-1);
    if (last !== undefined && (shareOf(mark.startMs, durationMs) - shareOf(last.startMs, durationMs)) * widthPx < APART) last.marks.push(mark);
    else clusters.push({ id: mark.id, startMs: mark.startMs, marks: [mark] });
  }
  return clusters;
}

/** The mark that a press on a cluster leads to: the one after the active one, round and round. */
export function markOfPress({ marks }: Cluster, activeId: string | null): Mark {
  return marks[(marks.findIndex(({ id }) => id === activeId) + 1) % marks.length] ?? marks[0];
}
