/** Decibels under full scale that count as nothing: the noise of a quiet room. */
const FLOOR_DB = -60;
/** Of the meter's length: less than this is no sound. */
const SOUND = 0.12;
/** Milliseconds without any before it is called silence: people pause. */
const PATIENCE_MS = 3_000;

/** 0 (silence) to 1 (as loud as it gets), as the ear would draw it. @param samples -1…1 */
export function levelOf(samples: Float32Array): number {
  if (samples.length === 0) return 0;
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const db = power === 0 ? -Infinity : 10 * Math.log10(power);
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
}

export interface Hearing {
  /** When sound was last heard, or listening began; milliseconds of any one clock. */
  readonly lastAt: number;
  readonly heard: boolean;
}

/** Whether sound is coming in: at once when it does, and after a while when it no longer does. */
export function hear({ lastAt, heard }: Hearing, level: number, now: number): Hearing {
  if (level >= SOUND) return { lastAt: now, heard: true };
  return { lastAt, heard: heard && now - lastAt < PATIENCE_MS };
}
