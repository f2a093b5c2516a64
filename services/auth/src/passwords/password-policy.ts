import { DomainError } from '@practika/problems';
import { codePoints } from '../accounts/code-points.js';
import { resembles } from './attribute-similarity.js';
import type { CommonPasswords } from './common-passwords.js';

/** Code points after NFKC. Long enough for any passphrase; a bound at all keeps a request's work bounded. */
export const PASSWORD_MAX_LENGTH = 128;
/** The setting may ask for more, never for less. */
export const PASSWORD_MIN_LENGTH_FLOOR = 8;

/** What a password must not resemble. */
export interface PersonAttributes {
  readonly email: string;
  readonly username: string;
  readonly displayName: string;
}

/** One form for what different keyboards send for the same characters. Applied before every check and every hash. */
export function normalisePassword(password: string): string {
  return password.normalize('NFKC');
}

/** The rules for a new password. Characters of every script count alike; there are no rules of composition. */
export class PasswordPolicy {
  constructor(
    private readonly minLength: number,
    private readonly common: CommonPasswords,
  ) {
    if (minLength < PASSWORD_MIN_LENGTH_FLOOR) throw new Error(`The least password length is ${PASSWORD_MIN_LENGTH_FLOOR}.`);
  }

  /**
   * @returns the password in the form to be hashed
   * @throws the 422 at `pointer`, with every rule that is broken
   */
  accept(pointer: string, password: string, person: PersonAttributes): string {
    const normal = normalisePassword(password);
    const problems = this.problems(normal, person);
    if (problems.length > 0) throw new DomainError('validation-failed', { errors: problems.map((detail) => ({ pointer, detail })) });
    return normal;
  }

  private problems(password: string, person: PersonAttributes): string[] {
    const length = codePoints(password);
    // The other rules compare against long texts only what could be accepted at all.
    if (length > PASSWORD_MAX_LENGTH) return [`must have at most ${PASSWORD_MAX_LENGTH} characters`];
    const problems: string[] = [];
    if (length < this.minLength) problems.push(`must have at least ${this.minLength} characters`);
    if (/^\p{Nd}+$/u.test(password)) problems.push('must not be digits alone');
    if (this.common.includes(password)) problems.push('is too common');
    if (resembles(password, [person.email, person.username, person.displayName])) problems.push('is too much like your address or names');
    return problems;
  }
}
