/** Milliseconds that a rate looks back: long enough to be calm, short enough to notice a slower network. */
const WINDOW = 8_000;

export interface Sample {
  /** Milliseconds. */
  readonly at: number;
  /** Bytes that have arrived. */
  readonly sent: number;
}

/** @returns the samples that a rate still looks at, with the new one */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  // Bytes of a part that was cut off do not count any more: the rate begins anew.
  if (last !== undefined && sample.sent < last.sent) return [sample];
  return [...samples.filter(({ at }) => sample.at - at <= WINDOW), sample];
}

/** Bytes in a second; null while nobody knows. */
export function rateOf(samples: readonly Sample[]): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < 500) return null;
  return ((last.sent - first.sent) * 1_000) / (last.at - first.at);
}

/** Seconds until all of it has arrived; null while nobody knows. */
export function secondsLeft(samples: readonly Sample[], total: number): number | null {
  const rate = rateOf(samples);
  const sent = samples.at(-1)?.sent ?? 0;
  return rate === null || rate <= 0 ? null : Math.ceil((total - sent) / rate);
}

/**
 * How many parts are sent at once. What a lost network takes is what was under way, and it has to be less than a part:
 * so the next part begins when the bytes of the one before are out, while its answer is still awaited. Only where parts
 * go through in a fraction of a second, and waiting for answers would be most of the time, several go side by side.
 *
 * @param rate bytes in a second
 */
export const lanesFor = (rate: number | null, partSize: number): number => (rate === null || rate < 2 * partSize ? 1 : rate < 4 * partSize ? 2 : 4);
