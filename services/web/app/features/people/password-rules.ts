import type { PasswordRule } from '@practika/password-policy';

/** Those that are listed beside the field. Too long is said only when it happens. */
export const LISTED = ['too-short', 'digits', 'alike', 'common'] as const satisfies readonly PasswordRule[];

export type RuleState = 'open' | 'broken' | 'later' | 'met';

/**
 * What the list says of one rule.
 * @param broken what the rules say of the password
 * @param listed whether the list of common passwords was at hand; without it the server alone can say that one is not common
 */
export function stateOf(rule: (typeof LISTED)[number], password: string, broken: readonly PasswordRule[], listed: boolean): RuleState {
  if (password === '') return 'open';
  // Of a password that is too long nothing else was judged.
  if (broken.includes('too-long')) return rule === 'too-short' ? 'broken' : 'open';
  if (broken.includes(rule)) return 'broken';
  return rule === 'common' && !listed ? 'later' : 'met';
}

const SAID: readonly (readonly [RegExp, PasswordRule])[] = [[/at least/, 'too-short'], [/at most/, 'too-long'], [/digits alone/, 'digits'], [/too common/, 'common'], [/too much like/, 'alike']];

/** Which rules the server's words name. @param said what the problem says of the password's field */
export const rulesNamed = (said: string): readonly PasswordRule[] => SAID.filter(([words]) => words.test(said)).map(([, rule]) => rule);
