// Keeps our processes running: a crashed one is started again after a pause, and that is said.
import { join } from 'node:path';
import { readable, Throttle } from './log-lines.mjs';
import { startProcess, whyEnded } from './proc.mjs';
import { problem, step, UserError } from './say.mjs';
import { httpStatus, sleep, waitFor } from './wait.mjs';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A process that lived this long has started well: its next crash counts as the first. */
const STEADY_MS = 60_000;
/** sysexits' EX_CONFIG: the process refuses its settings and would do so again. */
const REFUSED = 78;

export class Supervised {
  #handle = null;
  #wanted = false;
  #pause = FIRST_PAUSE_MS;
  #startedAt = 0;
  #throttle = new Throttle();

  /** @param {{ name: string, command: string, args: string[], cwd: string, env: object, readyUrl: string, logs: string, ledger: object, quiet?: boolean, onChange?: () => void }} spec */
  constructor(spec) {
    this.spec = spec;
    this.name = spec.name;
    this.restarts = 0;
  }

  pid() {
    return this.#handle && !this.#handle.exit ? this.#handle.pid : null;
  }

  #launch() {
    const { name, command, args, cwd, env, logs, ledger } = this.spec;
    this.#startedAt = Date.now();
    const handle = startProcess({
      name, command, args, cwd, env, ledger, logFile: join(logs, `${name}.log`),
      onLine: (line, stream) => {
        const { level, text } = readable(line, stream);
        if (level >= 50 && this.#wanted && !this.spec.quiet) this.#tell(text);
        return text;
      },
    });
    this.#handle = handle;
    void handle.exited.then(() => this.#ended(handle));
    this.spec.onChange?.();
  }

  #tell(text) {
    const verdict = this.#throttle.take();
    if (verdict === 'hide') return;
    problem(`[${this.name}] ${text.split('\n')[0].slice(0, 400)}`);
    if (verdict === 'last') problem(`[${this.name}] more in ${join(this.spec.logs, `${this.name}.log`)}`);
  }

  async #ended(handle) {
    this.spec.onChange?.();
    if (!this.#wanted || handle !== this.#handle) return;
    if (handle.exit.code === REFUSED) {
      problem(`[${this.name}] refuses its settings and is not started again: ${handle.tail().slice(-6).join(' ')}`);
      this.#wanted = false;
      return;
    }
    if (Date.now() - this.#startedAt > STEADY_MS) this.#pause = FIRST_PAUSE_MS;
    const pause = this.#pause;
    this.#pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    this.restarts += 1;
    if (!this.spec.quiet) problem(`[${this.name}] ${whyEnded(handle)?.slice(0, 300)}; starting it again in ${pause / 1_000} s`);
    await sleep(pause);
    if (!this.#wanted || this.#handle !== handle) return;
    this.#launch();
    if (!this.spec.quiet) this.ready().then(() => step(`[${this.name}] is back`), () => {});
  }

  /** Starts it, if it does not run, and waits until it says that it is ready. */
  async start() {
    this.#wanted = true;
    if (!this.pid()) this.#launch();
    await this.ready();
  }

  ready(timeoutMs = 90_000) {
    return waitFor(this.name, async () => (await httpStatus(this.spec.readyUrl)) === 200, {
      timeoutMs, everyMs: 150,
      stopped: () => (this.#handle?.exit && (this.#handle.exit.code === REFUSED || !this.#wanted || this.restarts > 5) ? whyEnded(this.#handle) : null),
    }).catch((error) => {
      throw error instanceof UserError ? new UserError(error.message, `read ${join(this.spec.logs, `${this.name}.log`)}`) : error;
    });
  }

  /** Sends a signal. With `hold`, it is not started again until `start`. */
  async kill(signal, { hold = true } = {}) {
    const handle = this.#handle;
    const deadly = signal !== 'SIGSTOP' && signal !== 'SIGCONT';
    if (deadly && hold) this.#wanted = false;
    const sent = handle?.kill(signal) ?? false;
    if (deadly && sent) await Promise.race([handle.exited, sleep(15_000)]);
    return sent;
  }

  async stop(graceMs = 15_000) {
    this.#wanted = false;
    await this.#handle?.stop({ graceMs });
  }

  /** Ends it without asking. */
  abandon() {
    this.#wanted = false;
    this.#handle?.kill('SIGKILL');
  }
}
