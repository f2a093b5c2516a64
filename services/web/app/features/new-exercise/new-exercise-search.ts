export const SOURCES = ['file', 'camera', 'youtube'] as const;
export type Source = (typeof SOURCES)[number];

/** Where the video of the new exercise comes from; or an asset that is already there. */
export const newExerciseSearch = (given: Readonly<Record<string, unknown>>): { source?: Source; asset?: string } => {
  const source = SOURCES.find((known) => known === given.source);
  return { ...(source === undefined ? {} : { source }), ...(typeof given.asset === 'string' ? { asset: given.asset } : {}) };
};
