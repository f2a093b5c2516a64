/** As in services/auth (attribute-similarity): numbers and rule are the same, so that the list beside the field promises nothing that is then refused. */
const MAX_SIMILARITY = 0.7;
const MIN_REST = 8;
const MIN_PART = 4;
const lengthOf = (text: string): number => [...text].length;

/** Whether a password is too much like an address or a name: one of its words shares most characters with it, or it is little more than one of them. */
export function resembles(password: string, attributes: readonly string[]): boolean {
  const lower = password.toLowerCase();
  return attributes.some((attribute) => {
    const value = attribute.toLowerCase();
    return [...value.split(/[^\p{L}\p{N}_]+/u), value].some((part) => (!isNegligible(lower, part) && quickRatio(lower, part) >= MAX_SIMILARITY) || isMost(lower, part));
  });
}

const isNegligible = (password: string, part: string): boolean => {
  const [whole, own] = [lengthOf(password), lengthOf(part)];
  return own === 0 || (whole >= 10 * own && own < (MAX_SIMILARITY / 2) * whole);
};

const isMost = (password: string, part: string): boolean => lengthOf(part) >= MIN_PART && password.includes(part) && lengthOf(password.replaceAll(part, '')) < MIN_REST;

/** Twice the characters in common, as multisets, over all characters. */
function quickRatio(a: string, b: string): number {
  const available = new Map<string, number>();
  for (const character of b) available.set(character, (available.get(character) ?? 0) + 1);
  let common = 0;
  for (const character of a) {
    const left = available.get(character) ?? 0;
    if (left > 0) common += 1;
    available.set(character, left - 1);
  }
  return (2 * common) / (lengthOf(a) + lengthOf(b));
}
