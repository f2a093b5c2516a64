/** Whether a string has so many code points: what people call characters, not UTF-16 units. */
export const codePoints = (min: number, max: number) => (text: string): boolean => {
  // The cheap bound first: no need to walk a megabyte to know that it is too long.
  if (text.length > max * 2) return false;
  let count = 0;
  for (const _ of text) count += 1;
  return count >= min && count <= max;
};
