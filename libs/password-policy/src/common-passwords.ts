/** UTF-16 units. Nobody guesses how often something was repeated to come beyond this. */
const LONG = 48;

/** Passwords that many people choose: an offline list, so that a check neither leaks anything nor fails open. */
export class CommonPasswords {
  constructor(private readonly words: ReadonlySet<string>) {}

  /**
   * @param list one password a line (about 5 MB of memory)
   * @throws for a list that is not whole: no list must not mean no check
   */
  static of(list: string): CommonPasswords {
    const words = new Set(list.split('\n').filter((w) => w !== ''));
    if (words.size < 10_000) throw new Error('The list of common passwords is incomplete.');
    return new CommonPasswords(words);
  }

  /**
   * Whether the password is on the list, or is made from something on it by the usual tricks: one thing repeated
   * (`passwordpassword`, `abcabcabcabc`) or up to four digits or signs around it (`Password123!`).
   */
  includes(password: string): boolean {
    const word = password.toLowerCase().trim();
    return this.words.has(word) || this.isRepetition(word) || this.isDecorated(word);
  }

  private isRepetition(word: string): boolean {
    if (word.length > LONG) return false;
    for (let unit = 1; unit <= word.length / 2; unit += 1) {
      const part = word.slice(0, unit);
      if (word !== part.repeat(Math.ceil(word.length / unit)).slice(0, word.length)) continue;
      return unit <= 4 || this.words.has(part);
    }
    return false;
  }

  private isDecorated(word: string): boolean {
    const core = word.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
    return core.length >= 6 && word.length - core.length <= 4 && this.words.has(core);
  }
}
