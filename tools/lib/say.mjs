// What a person reads on the console. Everything a process logs goes to files; here stand only steps, facts and problems.
const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);

/** A problem that its reader can act on: printed as a sentence, without a stack. */
export class UserError extends Error {
  /** @param {string} message @param {string} [hint] the command or step that helps */
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

const started = Date.now();
const clock = () => `${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s`;

export const step = (text) => console.log(`${paint(90, clock())}  ${text}`);
export const info = (text) => console.log(`        ${text}`);
export const warn = (text) => console.log(`${paint(90, clock())}  ${paint(33, `! ${text}`)}`);
export const problem = (text) => console.error(`${paint(90, clock())}  ${paint(31, `x ${text}`)}`);
export const plain = (text = '') => console.log(text);
export const bold = (text) => paint(1, text);
export const dim = (text) => paint(90, text);

/** Prints an error the way its kind deserves. */
export function explain(error) {
  if (error instanceof UserError) {
    problem(error.message);
    if (error.hint) info(`  try: ${error.hint}`);
  } else {
    problem(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}
