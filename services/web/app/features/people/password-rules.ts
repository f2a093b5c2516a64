/** The rules of services/auth's password policy that a browser can judge; the server judges again. */
export const MIN_LENGTH = 12;
export const MAX_LENGTH = 128;
export type Rule = 'length' | 'notDigits' | 'notLikeYou' | 'notCommon';
export const RULES: readonly Rule[] = ['length', 'notDigits', 'notLikeYou', 'notCommon'];

const normal = (text: string): string => text.normalize('NFKC').toLowerCase();
/** The stems of the passwords that are tried first. The server has the whole list. */
const COMMON = ['password', 'passwort', 'qwertz', 'qwerty', '12345', 'letmein', 'welcome', 'iloveyou', 'admin', 'abc123', 'practika'];

/** @param mine address and names that a password must not be like */
export function brokenRules(password: string, mine: readonly string[]): readonly Rule[] {
  const text = normal(password);
  const length = [...text].length;
  const broken: Rule[] = [];
  if (length < MIN_LENGTH || length > MAX_LENGTH) broken.push('length');
  if (text === '' || /^\p{Nd}+$/u.test(text)) broken.push('notDigits');
  const parts = mine.flatMap((own) => [own, ...own.split(/[^\p{L}\p{N}]+/u)]).map(normal).filter((part) => [...part].length >= 4);
  if (parts.some((part) => text.includes(part) && part.length * 2 >= text.length)) broken.push('notLikeYou');
  const rest = COMMON.reduce((left, stem) => left.replaceAll(stem, ''), text).replaceAll(/[\d!?.,_-]/gu, '');
  if (text !== '' && rest.length < 4 && COMMON.some((stem) => text.includes(stem))) broken.push('notCommon');
  return broken;
}
