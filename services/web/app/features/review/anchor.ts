import type { Anchor } from './comments.ts';

/** Milliseconds: a range that is shorter says no more than a moment. */
const SHORTEST = 200;

/** A moment of the video as the server takes it: whole milliseconds, before its end. */
export function momentOf(timeMs: number, durationMs: number | null): Anchor {
  const last = durationMs === null ? Number.MAX_SAFE_INTEGER : Math.max(0, Math.floor(durationMs) - 1);
  return { startMs: Math.min(last, Math.max(0, Math.round(timeMs))) };
}

/** The range from a comment's moment to now; played backwards, from now to the moment. @returns null: too short to be one */
export function rangeUntil({ startMs }: Anchor, nowMs: number, durationMs: number | null): Anchor | null {
  const now = momentOf(nowMs, durationMs).startMs;
  const [from, to] = now < startMs ? [now, startMs] : [startMs, now];
  return to - from < SHORTEST ? null : { startMs: from, endMs: to };
}

export type TextPart = { readonly text: string; readonly timeMs?: number };

/** A text in which the times that people write ("look at 1:23") can be pressed. Only times that the video has. */
export function partsOf(text: string, durationMs: number | null): readonly TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const found of text.matchAll(/(?<![\d:.,])(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)(?![\d:])/g)) {
    const timeMs = (Number(found[1] ?? 0) * 3_600 + Number(found[2]) * 60 + Number(found[3])) * 1_000;
    if (durationMs === null || timeMs > durationMs) continue;
    if (found.index > done) parts.push({ text: text.slice(done, found.index) });
    parts.push({ text: found[0], timeMs });
    done = found.index + found[0].length;
  }
  if (done < text.length || parts.length === 0) parts.push({ text: text.slice(done) });
  return parts;
}
