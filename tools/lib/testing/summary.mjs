// The summary at the end of a test run.
import { bold, plain } from '../say.mjs';

const count = (tests, outcome) => tests.filter((test) => test.outcome === outcome).length;

function table(title, groups) {
  plain();
  plain(`  ${bold(title.padEnd(26))} passed  failed    time`);
  for (const [name, tests] of groups) {
    const ms = tests.reduce((sum, test) => sum + test.ms, 0);
    plain(`  ${name.padEnd(26)} ${String(count(tests, 'passed')).padStart(6)}  ${String(count(tests, 'failed')).padStart(6)}  ${(ms / 1000).toFixed(1).padStart(5)} s`);
  }
}

const groupBy = (tests, key) => [...tests.reduce((groups, test) => groups.set(test[key], [...(groups.get(test[key]) ?? []), test]), new Map())];

/**
 * Prints the summary; its last line is `N passed, N failed`.
 *
 * @returns {boolean} whether the run counts as good: something ran, nothing failed, nothing was skipped unasked
 */
export function summarise({ rings, pattern, seconds, interrupted, onVerdict }) {
  const tests = rings.flatMap(({ ring, result }) => result.tests.map((test) => ({ ...test, ring })));
  const broken = rings.flatMap(({ result }) => result.broken);
  const ran = tests.filter((test) => test.outcome !== 'skipped');
  if (ran.length > 0) {
    table('ring', groupBy(ran, 'ring'));
    table('workspace', groupBy(ran, 'workspace').sort(([a], [b]) => a.localeCompare(b)));
    plain();
    plain(`  ${bold('the slowest ten')}`);
    for (const test of [...ran].sort((a, b) => b.ms - a.ms).slice(0, 10)) plain(`  ${(test.ms / 1000).toFixed(2).padStart(7)} s  ${test.name.slice(0, 110)}`);
  }
  const failures = ran.filter((test) => test.outcome === 'failed');
  const skipped = pattern ? [] : tests.filter((test) => test.outcome === 'skipped');
  if (failures.length + broken.length + skipped.length > 0) {
    plain();
    plain(`  ${bold('what failed')}`);
    for (const test of failures) plain(`  ${test.file}: ${test.name}`);
    for (const file of broken) plain(`  ${file}: could not be run`);
    for (const test of skipped) plain(`  ${test.file}: skipped: ${test.name}`);
  }
  const failed = failures.length + broken.length + skipped.length;
  plain();
  if (ran.length === 0 && failed === 0) plain('  no test ran: nothing matches');
  plain(`  ${seconds.toFixed(0)} s in all`);
  const good = failed === 0 && ran.length > 0 && !interrupted;
  onVerdict(good);
  plain();
  plain(`${ran.length - failures.length} passed, ${failed} failed`);
  return good;
}
