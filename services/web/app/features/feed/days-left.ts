/** Days for which a deleted exercise can be brought back (contract of exercises). */
const KEPT = 30;
const DAY = 86_400_000;

/** Days that are left of them, the last one counted. @param now milliseconds */
export const daysLeft = (deletedAt: string, now: number): number => Math.max(0, Math.ceil((Date.parse(deletedAt) + KEPT * DAY - now) / DAY));
