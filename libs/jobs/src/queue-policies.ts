/** Work queues carry one kind of job each; `evt-<service>` queues carry events to that service. BullMQ refuses ':' in names. */
export const QUEUES = [
  'media-checksum', 'media-scan', 'media-process', 'media-delete', 'mail',
  'evt-auth', 'evt-exercises', 'evt-media', 'evt-consent',
] as const;
export type QueueName = (typeof QUEUES)[number];

/** Whose queue it is: that service's workers take its jobs, and its database says what has failed. A queue without a row does not compile. */
export const QUEUE_OWNERS = {
  'media-checksum': 'media', 'media-scan': 'media', 'media-process': 'media', 'media-delete': 'media', 'mail': 'auth',
  'evt-auth': 'auth', 'evt-exercises': 'exercises', 'evt-media': 'media', 'evt-consent': 'consent',
} as const satisfies Readonly<Record<QueueName, 'auth' | 'exercises' | 'media' | 'consent'>>;

export const queuesOf = (service: string): readonly QueueName[] => QUEUES.filter((queue) => QUEUE_OWNERS[queue] === service);

export interface QueuePolicy {
  /** Tries before the job's final failure moves the domain row. Postgres counts its own attempts besides. */
  readonly attempts: number;
  /** First retry after this long, doubling up to `backoffMaxMs`, with up to half of it as jitter. */
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
  /** Jobs at a time in one worker process. */
  readonly concurrency: number;
  /** A worker that dies is noticed after lockDurationMs + stalledIntervalMs at most, in the mean in half of that. */
  readonly lockDurationMs: number;
  readonly stalledIntervalMs: number;
  /** How often a job may lose its worker. High: killing workers must not fail a video; poison is counted in Postgres. */
  readonly maxStalledCount: number;
  /** The job's AbortSignal fires after this. */
  readonly timeoutMs: number;
  readonly keepCompletedSeconds: number;
  readonly keepCompletedCount: number;
  readonly keepFailedSeconds: number;
}

const lock = { lockDurationMs: 10_000, stalledIntervalMs: 5_000, maxStalledCount: 50 } as const;
const keep = { keepCompletedSeconds: 3_600, keepCompletedCount: 1_000, keepFailedSeconds: 14 * 86_400 } as const;
// Eight tries over about four minutes, then a dead letter in Postgres.
const events = { ...lock, ...keep, attempts: 8, backoffMs: 1_000, backoffMaxMs: 60_000, concurrency: 8, timeoutMs: 30_000 } as const;

/** Every number about a queue stands here. A queue without a row does not compile. */
export const QUEUE_POLICIES: Readonly<Record<QueueName, Required<QueuePolicy>>> = {
  'media-checksum': { ...lock, ...keep, attempts: 12, backoffMs: 1_000, backoffMaxMs: 60_000, concurrency: 2, timeoutMs: 600_000 },
  // clamd scans about 36 MiB/s of MP4 on a core: two at a time keep two cores busy, more only makes each one slower.
  'media-scan': { ...lock, ...keep, attempts: 12, backoffMs: 1_000, backoffMaxMs: 60_000, concurrency: 2, timeoutMs: 900_000 },
  'media-process': { ...lock, ...keep, attempts: 5, backoffMs: 2_000, backoffMaxMs: 60_000, concurrency: 1, timeoutMs: 1_800_000 },
  'media-delete': { ...lock, ...keep, attempts: 12, backoffMs: 1_000, backoffMaxMs: 60_000, concurrency: 4, timeoutMs: 600_000 },
  'mail': { ...lock, ...keep, attempts: 12, backoffMs: 1_000, backoffMaxMs: 300_000, concurrency: 4, timeoutMs: 30_000 },
  'evt-auth': events,
  'evt-exercises': events,
  'evt-media': events,
  'evt-consent': events,
};
