import { resembles } from './attribute-similarity.js';
import { codePoints } from './code-points.js';
import type { CommonPasswords } from './common-passwords.js';

/** Code points after NFKC. Long enough for any passphrase; a bound at all keeps a request's work bounded. */
export const PASSWORD_MAX_LENGTH = 128;
/** The setting may ask for more, never for less. */
export const PASSWORD_MIN_LENGTH_FLOOR = 8;

/** In the order in which they are told. */
export const PASSWORD_RULES = ['too-long', 'too-short', 'digits', 'common', 'alike'] as const;
export type PasswordRule = (typeof PASSWORD_RULES)[number];

export interface PasswordCircumstances {
  /** Code points; a setting of the server, which says it at `GET /api/auth/v1/password-policy`. */
  readonly minLength: number;
  /** The person's address and names, as far as they are known. */
  readonly attributes: readonly string[];
  /** null: not at hand (yet). The rule is then not judged. */
  readonly common: Pick<CommonPasswords, 'includes'> | null;
}

/** One form for what different keyboards send for the same characters. Applied before every check and every hash. */
export function normalisePassword(password: string): string {
  return password.normalize('NFKC');
}

/** The rules for a new password that it breaks. Characters of every script count alike; there are no rules of composition. */
export function brokenRules(password: string, { minLength, attributes, common }: PasswordCircumstances): readonly PasswordRule[] {
  const normal = normalisePassword(password);
  const length = codePoints(normal);
  // The other rules compare against long texts only what could be accepted at all.
  if (length > PASSWORD_MAX_LENGTH) return ['too-long'];
  const broken: PasswordRule[] = [];
  if (length < minLength) broken.push('too-short');
  if (/^\p{Nd}+$/u.test(normal)) broken.push('digits');
  if (common?.includes(normal) === true) broken.push('common');
  if (resembles(normal, attributes)) broken.push('alike');
  return broken;
}
