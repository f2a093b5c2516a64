import { brokenRules, type CommonPasswords, normalisePassword, PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH_FLOOR, type PasswordRule } from '@practika/password-policy';
import { DomainError } from '@practika/problems';

/** What a password must not resemble. */
export interface PersonAttributes {
  readonly email: string;
  readonly username: string;
  readonly displayName: string;
}

/** The rules for a new password, which pages judge by as well, as the answers of this service. */
export class PasswordPolicy {
  private readonly words: Readonly<Record<PasswordRule, string>>;

  constructor(
    readonly minLength: number,
    private readonly common: CommonPasswords,
  ) {
    if (minLength < PASSWORD_MIN_LENGTH_FLOOR) throw new Error(`The least password length is ${PASSWORD_MIN_LENGTH_FLOOR}.`);
    this.words = {
      'too-long': `must have at most ${PASSWORD_MAX_LENGTH} characters`, 'too-short': `must have at least ${minLength} characters`, 'digits': 'must not be digits alone',
      'common': 'is too common', 'alike': 'is too much like your address or names',
    };
  }

  /**
   * @returns the password in the form to be hashed
   * @throws the 422 at `pointer`, with every rule that is broken
   */
  accept(pointer: string, password: string, { email, username, displayName }: PersonAttributes): string {
    const broken = brokenRules(password, { minLength: this.minLength, attributes: [email, username, displayName], common: this.common });
    if (broken.length > 0) throw new DomainError('validation-failed', { errors: broken.map((rule) => ({ pointer, detail: this.words[rule] })) });
    return normalisePassword(password);
  }
}
