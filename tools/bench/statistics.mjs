export const sorted = (values) => [...values].sort((a, b) => a - b);

/** Nearest rank. */
export const percentile = (values, p) => sorted(values)[Math.min(values.length - 1, Math.max(0, Math.ceil(values.length * p) - 1))];
export function median(values) {
  const s = sorted(values);
  const half = s.length >> 1;
  return s.length % 2 === 1 ? s[half] : (s[half - 1] + s[half]) / 2;
}

/** The median of the rounds' own ratios: a round's two halves ran next to each other, rounds may have differed. */
export const medianRatio = (over, under) => median(over.map((value, i) => value / under[i]));

/**
 * Runs each variant in every round, the first one changing from round to round, so that nothing that drifts (heat, other
 * programs) favours one of them.
 *
 * @template T
 * @param {Record<string, () => Promise<T>>} variants
 * @returns {Promise<Record<string, T[]>>}
 */
export async function inTurns(rounds, variants) {
  const names = Object.keys(variants);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(round + i) % names.length];
      results[name][round] = await variants[name]();
    }
  }
  return results;
}
