import { describe, expect, it } from '@jest/globals';
import { brokenRules } from './password-rules.ts';

describe('the rules of passwords, as a browser sees them', () => {
  it.each([
    ['short', ['length']], ['123456789012', ['notDigits']], ['', ['length', 'notDigits']], ['quiet harbour 7', []], ['password1234', ['notCommon']],
    ['mara.lindqvist', ['notLikeYou']], ['xmaralindqvist', ['notLikeYou']], ['über den großen Teich', []], ['x'.repeat(129), ['length']], ['１２３４５６７８９０１２', ['notDigits']],
  ])('should say of %j: %j', (password, broken) => {
    expect(brokenRules(password, ['mara.lindqvist@example.org', 'mara.lindqvist', 'maralindqvist'])).toEqual(broken);
  });
});
