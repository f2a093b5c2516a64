import { MAX_BYTES } from '../../uploads/upload-rules.ts';

/** Milliseconds: the longest take. */
export const MAX_MS = 300_000;
/** What a recorder may still hand out after it was told to stop. */
const RESERVE_BYTES = 2_097_152;
/** Milliseconds before the end at which it is said. */
export const WARN_MS = 30_000;

/**
 * Milliseconds that can still be recorded: by the clock, and by the room, since an encoder may take more than it was
 * asked to.
 */
export function remaining(elapsedMs: number, bytes: number): number {
  const byClock = Math.max(0, MAX_MS - elapsedMs);
  const room = MAX_BYTES - RESERVE_BYTES - bytes;
  if (room <= 0) return 0;
  // The first seconds say nothing about a rate: a key frame is large.
  return bytes === 0 || elapsedMs < 5_000 ? byClock : Math.min(byClock, room / (bytes / elapsedMs));
}

/** A clock that stands still during pauses. Times are milliseconds of any one clock. */
export interface TakeClock {
  readonly recordedMs: number;
  /** When it was last started; null: it stands. */
  readonly since: number | null;
}

export const stoppedClock: TakeClock = { recordedMs: 0, since: null };
export const elapsed = (clock: TakeClock, now: number): number => clock.recordedMs + (clock.since === null ? 0 : Math.max(0, now - clock.since));
export const started = (clock: TakeClock, now: number): TakeClock => (clock.since === null ? { ...clock, since: now } : clock);
export const stopped = (clock: TakeClock, now: number): TakeClock => ({ recordedMs: elapsed(clock, now), since: null });

/** As a player shows it: to the nearest second. */
export const wholeSeconds = (ms: number): number => Math.round(ms / 1_000) * 1_000;
