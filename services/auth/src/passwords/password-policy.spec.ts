import { describe, expect, it } from '@jest/globals';
import { CommonPasswords } from '@practika/password-policy';
import { COMMON_PASSWORDS } from '@practika/password-policy/common-passwords';
import { DomainError } from '@practika/problems';
import { PasswordPolicy, type PersonAttributes } from './password-policy.js';

const person: PersonAttributes = { email: 'maria.schneider@example.org', username: 'mschneider_77', displayName: 'María Schneider-Løvås' };
const common = CommonPasswords.of(COMMON_PASSWORDS);
const policy = new PasswordPolicy(12, common);
const lenient = new PasswordPolicy(8, common);

function problemsOf(password: string, by = policy): string[] {
  try {
    by.accept('/password', password, person);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe('validation-failed');
    expect((error.errors ?? []).every((e) => e.pointer === '/password')).toBe(true);
    return (error.errors ?? []).map((e) => e.detail);
  }
}

type Verdict = 'fine' | 'short' | 'long' | 'digits' | 'common' | 'alike';
const WORDS: Record<Exclude<Verdict, 'fine'>, RegExp> = {
  short: /at least 12/, long: /at most 128/, digits: /digits alone/, common: /too common/, alike: /too much like/,
};

const ID: Record<Exclude<Verdict, 'fine' | 'long'>, string> = {
  short: '[password-security.minimumlengthvalidator]',
  digits: '[password-security.numericpasswordvalidator]',
  common: '[password-security.commonpasswordvalidator]',
  alike: '[password-security.userattributesimilarityvalidator]',
};

const TABLE: readonly (readonly [string, Verdict])[] = [
  // length, counted in code points after NFKC
  ['', 'short'], [' ', 'short'], ['x7!', 'short'], ['kZ4-wr9', 'short'], ['tr7-Quoll-9', 'short'], ['漢字仮名交じり文', 'short'], ['🦉🐝🦊🐙🦔🐢🦩🐘🦒🐳🦚', 'short'],
  ['ﬁﬁﬁvorkt', 'short'],
  ['tr7-Quoll-92', 'fine'], ['🦉🐝🦊🐙🦔🐢🦩🐘🦒🐳🦚🐇', 'fine'], ['漢字仮名交じり文の合言葉だ', 'fine'],
  [`${'ab7-'.repeat(2)}${'x9!Quoll'.repeat(15)}`, 'fine'], ['v7'.repeat(3) + 'Ω≠çé'.repeat(31), 'long'], ['Zebra-quilt '.repeat(11), 'long'], ['ﬃ'.repeat(50), 'long'],
  // digits alone, in any script and width
  ['839201746522', 'digits'], ['000000000000', 'digits'], ['123456789012', 'digits'], ['９８７３２１６５４０７１', 'digits'], ['٨٣٩٢٠١٧٤٦٥٢٢', 'digits'], ['31415926535897932384', 'digits'],
  ['8392 0174 6522', 'fine'], ['83920174652z', 'fine'],
  // common, in any case, and the usual decorations
  ['password1234', 'common'], ['PASSWORD1234', 'common'], ['ｐａｓｓｗｏｒｄ1234', 'common'], ['qwertyuiop12', 'common'], ['1q2w3e4r5t6y', 'common'], ['qwerty123456', 'common'],
  ['1qaz2wsx3edc', 'common'], ['justinbieber', 'common'], ['administrator', 'common'], ['Password123!', 'common'], ['!!sunshine!!', 'common'], ['passwordpassword', 'common'],
  ['letmeinletmein', 'common'], ['aaaaaaaaaaaa', 'common'], ['abcabcabcabc', 'common'], ['!!!!!!!!!!!!', 'common'], ['1qaz1qaz1qaz', 'common'], ['dragonball123', 'common'],
  // like one's own address and names
  ['maria.schneider', 'alike'], ['MariaSchneider1', 'alike'], ['schneidermaria', 'alike'], ['redienhcs.airam', 'alike'], ['mschneider_77!', 'alike'], ['mschneider1977', 'alike'],
  ['María Schneider', 'alike'], ['schneider-løvås', 'alike'], ['maria.schneider@example.org', 'alike'], ['example.org.maria', 'alike'], ['schneiderschneider', 'common'],
  ['schneider12345678', 'fine'], ['schneider1234567', 'alike'], ['mschneider_77-mschneider_77', 'alike'], ['77!maria!maria!77', 'alike'],
  // what should simply be allowed
  ['correct horse battery staple', 'fine'], ['Tr0ub4dor&3-and-more', 'fine'], ['вечерний трамвай идёт', 'fine'], ['كلمة مرور طويلة جدا', 'fine'], ['schneider likes purple otters', 'fine'],
  ['   padded with blanks   ', 'fine'], ['nine lanterns over 4 harbours', 'fine'], ['Xq9$Lm2#Vw7!', 'fine'], ['d2f1a8c07b3e', 'fine'], ['ljósmóðir við ána', 'fine'],
  // a long repetition is on nobody's list
  ['🦉'.repeat(128), 'fine'], ['🦉'.repeat(129), 'long'], ['ab'.repeat(32), 'fine'],
];

describe('password policy', () => {
  it('[A2] should be shown at least 60 passwords', () => {
    expect(TABLE.length).toBeGreaterThanOrEqual(60);
  });

  for (const [password, verdict] of TABLE) {
    const shown = JSON.stringify(password.length > 40 ? `${password.slice(0, 40)}…` : password);
    if (verdict === 'fine') {
      it(`[A2] [user-authentication.password-validation] should accept ${shown}`, () => expect(problemsOf(password)).toEqual([]));
    } else {
      const id = verdict === 'long' ? '' : `${ID[verdict]} `;
      it(`[A2] ${id}should refuse ${shown} as ${verdict}`, () => expect(problemsOf(password).join('; ')).toMatch(WORDS[verdict]));
    }
  }

  it('[A2] [password-security.minimumlengthvalidator] should never go below 8, whatever the setting', () => {
    expect(() => new PasswordPolicy(7, common)).toThrow('least password length');
    expect(problemsOf('kZ4-wr9', lenient)).toHaveLength(1);
    expect(problemsOf('kZ4-wr9!', lenient)).toEqual([]);
  });

  it('[A2] should name every rule that is broken', () => {
    expect(problemsOf('1234567')).toHaveLength(2);
  });

  it('[A2] should hand back the normalised form, so that every keyboard hashes alike', () => {
    expect(policy.accept('/password', 'Ｑuoll-tr7-９２０', person)).toBe('Quoll-tr7-920');
  });
});
