import { describe, expect, it } from '@jest/globals';
import { COMMON_PASSWORDS } from './common-passwords.list.js';
import { brokenRules, CommonPasswords, PASSWORD_RULES } from './index.js';

describe('the rules for a new password', () => {
  const attributes = ['maria.schneider@example.org', 'mschneider_77', 'Maria Schneider'];
  const broken = (password: string, common: CommonPasswords | null = CommonPasswords.of(COMMON_PASSWORDS)) => brokenRules(password, { minLength: 12, attributes, common });

  it.each([
    ['tr7-Quoll-92', []], ['tr7-Quoll', ['too-short']], ['🦉'.repeat(129), ['too-long']], ['839201746522', ['digits']], ['12345678', ['too-short', 'digits']], ['sunshine', ['too-short', 'common']],
    ['ｐａｓｓｗｏｒｄ1234', ['common']], ['passwordpassword', ['common']], ['MariaSchneider1', ['alike']], ['mschneider_77-mschneider_77', ['alike']],
  ] as const)('[A2] should judge %j', (password, rules) => {
    expect(broken(password)).toEqual(rules);
  });

  it('[A2] should judge by the others while the list is not at hand', () => {
    expect(broken('password1234', null)).toEqual([]);
    expect(broken('12345678', null)).toEqual(['too-short', 'digits']);
  });

  it('[A2] should not take a list that is cut off for the list', () => {
    expect(() => CommonPasswords.of(COMMON_PASSWORDS.slice(0, 50_000))).toThrow('incomplete');
    const words = COMMON_PASSWORDS.split('\n').slice(1, -1);
    expect(words.every((word) => word === word.toLowerCase().trim() && word.length >= 6)).toBe(true);
    expect(new Set(words).size).toBe(words.length);
    expect(PASSWORD_RULES).toHaveLength(5);
  });
});
