import { codePoints } from './code-points.js';

/** Django's default for UserAttributeSimilarityValidator. */
const MAX_SIMILARITY = 0.7;

/** Code points. What a password has beside an attribute must be worth something by itself. */
const MIN_REST = 8;
/** Code points. Shorter words turn up in any text. */
const MIN_PART = 4;

/**
 * Whether a password is too much like one of a person's attributes: the whole value or one of its words shares so many
 * characters with it that Python's `SequenceMatcher.quick_ratio` reaches 0.7. The rule is Django's, kept to the letter,
 * so that what the former application refused is refused here. Beyond it, one that is little more than the attribute
 * (twice, or with digits behind) is refused too, however long that makes it.
 */
export function resembles(password: string, attributes: readonly string[]): boolean {
  const lower = password.toLowerCase();
  return attributes.some((attribute) => {
    const value = attribute.toLowerCase();
    return [...value.split(/[^\p{L}\p{N}_]+/u), value]
      .some((part) => (!isNegligible(lower, part) && quickRatio(lower, part) >= MAX_SIMILARITY) || isMost(lower, part));
  });
}

/** A part that is tiny beside a long password cannot make it guessable. */
function isNegligible(password: string, part: string): boolean {
  const passwordLength = codePoints(password);
  const partLength = codePoints(part);
  return partLength === 0 || (passwordLength >= 10 * partLength && partLength < (MAX_SIMILARITY / 2) * passwordLength);
}

function isMost(password: string, part: string): boolean {
  return codePoints(part) >= MIN_PART && password.includes(part) && codePoints(password.replaceAll(part, '')) < MIN_REST;
}

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
  return (2 * common) / (codePoints(a) + codePoints(b));
}
