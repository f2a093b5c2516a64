/** A moment of the video (`t`, milliseconds) and a comment that the address leads to. */
export const reviewSearch = (given: Readonly<Record<string, unknown>>): { t?: number; comment?: string } => {
  const t = Number(given.t);
  return { ...(given.t !== undefined && Number.isInteger(t) && t >= 0 ? { t } : {}), ...(typeof given.comment === 'string' ? { comment: given.comment } : {}) };
};
