// The steps as they go, and the table at the end.
import { bold, dim, explain, info, plain, step, UserError } from '../lib/say.mjs';

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

export class Report {
  #rows = [];
  #current = null;

  /** Something that must hold. A failure is shown and counted, and the step goes on. */
  expect(holds, text) {
    plain(`        ${holds ? 'ok' : 'NO'}  ${text}`);
    if (!holds) this.#current.failures.push(text);
    return holds;
  }

  /** A number or fact for the table. */
  note(text) {
    info(text);
    this.#current.notes.push(text);
  }

  /** Runs a step; what it throws fails it. @returns {Promise<boolean>} */
  async step(name, run) {
    const row = { name, notes: [], failures: [], ms: 0 };
    this.#current = row;
    this.#rows.push(row);
    plain();
    step(bold(name));
    const began = Date.now();
    try {
      await run();
    } catch (error) {
      explain(error);
      row.failures.push(error instanceof UserError ? error.message : String(error?.message ?? error));
    }
    row.ms = Date.now() - began;
    info(dim(`${name}: ${seconds(row.ms)}`));
    return row.failures.length === 0;
  }

  skipped(name, why) {
    this.#rows.push({ name, notes: [why], failures: [], ms: 0, skipped: true });
  }

  /** @returns {number} how many steps did not hold */
  table() {
    plain();
    plain(bold(`${'step'.padEnd(12)}${'result'.padEnd(10)}${'took'.padStart(9)}   what was seen`));
    for (const row of this.#rows) {
      const result = row.skipped ? 'not run' : row.failures.length === 0 ? 'ok' : 'FAILED';
      const [first = '', ...rest] = [...row.failures.map((text) => `NO ${text.slice(0, 300)}`), ...row.notes];
      plain(`${row.name.padEnd(12)}${result.padEnd(10)}${(row.skipped ? '' : seconds(row.ms)).padStart(9)}   ${first}`);
      for (const text of rest) plain(`${''.padEnd(34)}${text}`);
    }
    plain();
    return this.#rows.filter((row) => row.failures.length > 0 || row.skipped === 'failed').length;
  }
}
