import { describe, expect, it } from '@jest/globals';
import { brokenRules, rulesNamed } from './password-rules.ts';

const MINE = ['maria.schneider@example.org', 'mschneider_77', 'María Schneider-Løvås'];

describe('the rules of passwords, as a browser sees them', () => {
  it.each([
    ['short', ['length']], ['839201746522', ['notDigits']], ['123456789012', ['notDigits', 'notCommon']], ['', ['length', 'notDigits']], ['quiet harbour 7', []], ['x'.repeat(13), ['notCommon']],
    ['ǆ'.repeat(129), ['notLong']], ['９８７３２１６５４０７１', ['notDigits']], ['🦉🐝🦊🐙🦔🐢🦩🐘🦒🐳🦚', ['length']], ['🦉🐝🦊🐙🦔🐢🦩🐘🦒🐳🦚🐇', []],
    ['password1234', ['notCommon']], ['Password123!', ['notCommon']], ['qwerty123456', ['notCommon']], ['abcabcabcabc', ['notCommon']], ['passwordpassword', ['notCommon']],
    ['maria.schneider', ['notLikeYou']], ['redienhcs.airam', ['notLikeYou']], ['mschneider_77!', ['notLikeYou']], ['schneider12345678', []], ['schneider likes purple otters', []],
    ['correct horse battery staple', []], ['my password is a long one', []], ['8392 0174 6522', []],
  ])('should say of %j: %j', (password, broken) => {
    expect(brokenRules(password, MINE)).toEqual(broken);
  });

  it('should find the rules in the words of the server', () => {
    expect(rulesNamed('must have at least 12 characters; is too common')).toEqual(['length', 'notCommon']);
    expect(rulesNamed('must be a string')).toEqual([]);
  });
});
