import type { Queue } from 'bullmq';

export interface QueueDepth {
  readonly counts: Readonly<Record<string, number>>;
  readonly oldestSeconds: number;
}

/** Jobs by state, and the age of the one that has waited longest. */
export async function depthOf(queue: Pick<Queue, 'getJobCounts' | 'getJobs'>): Promise<QueueDepth> {
  const [counts, oldest] = await Promise.all([queue.getJobCounts('waiting', 'active', 'delayed', 'failed'), queue.getJobs(['waiting'], 0, 0, true)]);
  return { counts, oldestSeconds: oldest[0] === undefined ? 0 : Math.max(0, (Date.now() - oldest[0].timestamp) / 1_000) };
}
