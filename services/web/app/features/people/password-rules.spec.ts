import { describe, expect, it } from '@jest/globals';
import { brokenRules, CommonPasswords, type PasswordRule } from '@practika/password-policy';
import { COMMON_PASSWORDS } from '@practika/password-policy/common-passwords';
import { LISTED, rulesNamed, stateOf } from './password-rules.ts';

const MINE = ['maria.schneider@example.org', 'mschneider_77', 'María Schneider-Løvås'];
const LIST = CommonPasswords.of(COMMON_PASSWORDS);
const said = (password: string, common: CommonPasswords | null, minLength = 12): string => {
  const broken = brokenRules(password, { minLength, attributes: MINE, common });
  return LISTED.map((rule) => stateOf(rule, password, broken, common !== null)).join(' ');
};

describe('what is said beside a new password', () => {
  // In the order of the list: length, digits, like one's names, common.
  it.each([
    ['', 'open open open open'], ['short', 'broken met met met'], ['839201746522', 'met broken met met'], ['123456789012', 'met broken met met'], ['quiet harbour 7', 'met met met met'],
    ['Password123!', 'met met met broken'], ['abcabcabcabc', 'met met met broken'], ['mschneider_77!', 'met met broken met'], ['schneider likes purple otters', 'met met met met'],
    ['🦉🐝🦊🐙🦔🐢🦩🐘🦒🐳🦚', 'broken met met met'], ['🦉🐝🦊🐙🦔🐢🦩🐘🦒🐳🦚🐇', 'met met met met'], ['ǆ'.repeat(129), 'broken open open open'],
  ])('should be of %j: %s', (password, states) => {
    expect(said(password, LIST)).toBe(states);
  });

  it('should promise nothing of common passwords while the list is not here', () => {
    expect(said('Password123!', null)).toBe('met met met later');
    expect(said('12345', null)).toBe('broken broken met later');
  });

  it('should go by the length that the server asks for', () => {
    expect(said('quiet harbour 7', LIST, 16)).toBe('broken met met met');
  });
});

describe('the words of the server', () => {
  it('should be told apart by rule', () => {
    expect(rulesNamed('must have at least 12 characters; is too common')).toEqual(['too-short', 'common']);
    expect(rulesNamed('must be a string')).toEqual([]);
  });

  it.each<[string, PasswordRule]>([['must have at most 128 characters', 'too-long'], ['must not be digits alone', 'digits'], ['is too much like your address or names', 'alike']])('should name in %j the rule %s', (words, rule) => {
    expect(rulesNamed(words)).toEqual([rule]);
  });
});
