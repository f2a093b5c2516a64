// How the demo shows its steps and what it expects.
import { bold, dim, plain } from '../say.mjs';

const began = Date.now();
let failures = 0;

export const mib = (bytes) => (bytes < 1_048_576 ? `${(bytes / 1024).toFixed(0)} KiB` : `${(bytes / 1_048_576).toFixed(1)} MiB`);
export const title = (text) => plain(`\n${dim(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s`)}  ${bold(text)}`);
export const line = (text) => plain(`          ${text}`);

/** Something that must hold. A failure is shown and counted, and the demo goes on. */
export function expect(holds, text) {
  if (!holds) failures += 1;
  plain(`       ${holds ? 'ok' : 'NO'} ${text}`);
  return holds;
}

export const failed = () => failures;

/** A progress bar at a terminal; elsewhere a line per quarter. */
export function bar(label, total) {
  let quarter = 0;
  const live = process.stdout.isTTY;
  const update = (done) => {
    const part = total === 0 ? 1 : done / total;
    if (live) {
      process.stdout.write(`\r          ${label} [${'#'.repeat(Math.round(part * 30)).padEnd(30)}] ${Math.round(part * 100)} %`);
    } else if (Math.floor(part * 4) > quarter) {
      quarter = Math.floor(part * 4);
      line(`${label}: ${Math.round(part * 100)} %`);
    }
  };
  update.end = (text) => {
    if (live) process.stdout.write('\r\x1b[2K');
    line(`${label}: ${text}`);
  };
  return update;
}
