import { plain } from '../lib/say.mjs';
import { GOALS, verdictOf } from './goals.mjs';

const show = (value, unit) => (unit === '×' ? value.toFixed(2) : `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`);

/** @param {{ id: string, value: number, details: string }[]} results */
export function printTable(results) {
  plain();
  const rows = results.map(({ id, value }) => {
    const { what, unit, better, gate, target } = GOALS[id];
    const sign = better === 'more' ? '≥' : '≤';
    return [id, what, show(value, unit), `${sign} ${show(gate, unit)}`, `${sign} ${show(target, unit)}`, verdictOf(id, value)];
  });
  const all = [['', 'measured', 'value', 'gate', 'target', ''], ...rows];
  const widths = all[0].map((_, i) => Math.max(...all.map((row) => row[i].length)));
  for (const row of all) plain(row.map((cell, i) => (i >= 2 && i <= 4 ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '));
  plain();
  for (const { id, details } of results) if (details) plain(`  ${id.padEnd(9)} ${details}`);
  plain();
}
