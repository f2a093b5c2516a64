/** Seconds that one video takes in a stage, about. Only an order of magnitude: said with "about". */
const SECONDS: Readonly<Record<string, number>> = { checking: 4, scanning: 10, processing: 12 };

export type PipelineWords = { readonly kind: 'explain' } | { readonly kind: 'ahead'; readonly count: number; readonly seconds: number } | { readonly kind: 'doing'; readonly done: number; readonly total: number };

/** What there is to say of a video that is being worked on: how many wait before it, how far it is, or just what is done with it. */
export function pipelineWords(progress: { readonly stage: string; readonly done: number; readonly total: number; readonly ahead: number } | null): PipelineWords {
  if (progress === null) return { kind: 'explain' };
  if (progress.ahead > 0) return { kind: 'ahead', count: progress.ahead, seconds: progress.ahead * (SECONDS[progress.stage] ?? 10) };
  return progress.total > 0 && progress.done > 0 ? { kind: 'doing', done: Math.min(progress.done, progress.total), total: progress.total } : { kind: 'explain' };
}
