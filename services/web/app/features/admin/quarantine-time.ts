/** Milliseconds that a file stays in quarantine when nobody decides (life cycle of videos). */
const STAY = 30 * 86_400_000;
const DAY = 86_400_000;

export interface QuarantineTime {
  readonly since: Date;
  readonly until: Date;
  /** Days that are left, the begun one too; 0 in the last 24 hours, negative when the time is over. */
  readonly daysLeft: number;
}

/** @param history of the video, oldest first; the last stay counts, after a release that was in vain too */
export function quarantineTime(history: readonly { readonly state: string; readonly at: string }[], createdAt: string, now: number): QuarantineTime {
  const since = new Date(history.findLast(({ state }) => state === 'quarantined')?.at ?? createdAt);
  const until = new Date(since.getTime() + STAY);
  const left = (until.getTime() - now) / DAY;
  return { since, until, daysLeft: left < 1 ? Math.floor(left) : Math.ceil(left) };
}
