import { resembles } from './likeness.ts';

/** The rules of services/auth's password policy that a browser can judge; the server judges again, and knows the whole list of common ones. */
export const MIN_LENGTH = 12;
export const MAX_LENGTH = 128;
export type Rule = 'length' | 'notDigits' | 'notLikeYou' | 'notCommon' | 'notLong';
/** Those that are listed beside the field. Too long is said only when it happens. */
export const RULES = ['length', 'notDigits', 'notLikeYou', 'notCommon'] as const satisfies readonly Rule[];

/** The stems of the passwords that are tried first. */
const COMMON = ['password', 'passwort', 'qwertz', 'qwerty', '1q2w3e4r', '12345', 'letmein', 'welcome', 'iloveyou', 'admin', 'abc123', 'sunshine', 'practika'];

/** @param mine address and names that a password must not be like */
export function brokenRules(password: string, mine: readonly string[]): readonly Rule[] {
  const normal = password.normalize('NFKC');
  const length = [...normal].length;
  if (length > MAX_LENGTH) return ['notLong'];
  const broken: Rule[] = [];
  if (length < MIN_LENGTH) broken.push('length');
  if (normal === '' || /^\p{Nd}+$/u.test(normal)) broken.push('notDigits');
  if (resembles(normal, mine)) broken.push('notLikeYou');
  if (looksCommon(normal.toLowerCase().trim())) broken.push('notCommon');
  return broken;
}

/** A stem with next to nothing around it, or up to four characters again and again. What is not found here may still be on the server's list. */
function looksCommon(word: string): boolean {
  if (word === '') return false;
  const rest = COMMON.reduce((left, stem) => left.replaceAll(stem, ''), word);
  if (rest !== word && rest.replaceAll(/[^\p{L}]/gu, '').length < 4) return true;
  return word.length <= 48 && [1, 2, 3, 4].some((unit) => word.length >= 2 * unit && word === word.slice(0, unit).repeat(Math.ceil(word.length / unit)).slice(0, word.length));
}

const SAID: readonly (readonly [RegExp, Rule])[] = [[/at least/, 'length'], [/at most/, 'notLong'], [/digits alone/, 'notDigits'], [/too common/, 'notCommon'], [/too much like/, 'notLikeYou']];

/** Which rules the server's words name. @param said what the problem says of the password's field */
export const rulesNamed = (said: string): readonly Rule[] => SAID.filter(([words]) => words.test(said)).map(([, rule]) => rule);
