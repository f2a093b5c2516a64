export interface CompareSearch {
  /** When the answer begins on the exercise's timeline, milliseconds; absent: where it was pinned. */
  readonly offset?: number;
  readonly view?: 'over';
  readonly swap?: true;
  readonly sound?: 'answer' | 'none';
  /** Percent of the answer that is seen when one lies over the other. */
  readonly mix?: number;
}

const whole = (value: unknown, low: number, high: number): number | null => (value !== undefined && value !== '' && Number.isInteger(Number(value)) && Number(value) >= low && Number(value) <= high ? Number(value) : null);

/** How two videos lie on each other: in the address, so that it can be sent to somebody. */
export function compareSearch(given: Readonly<Record<string, unknown>>): CompareSearch {
  const offset = whole(given.offset, -86_400_000, 86_400_000);
  const mix = whole(given.mix, 0, 100);
  return {
    ...(offset === null ? {} : { offset }), ...(given.view === 'over' ? { view: 'over' } : {}), ...(given.swap === true || given.swap === 'true' ? { swap: true } : {}),
    ...(given.sound === 'answer' || given.sound === 'none' ? { sound: given.sound } : {}), ...(mix === null ? {} : { mix }),
  };
}
