// Files of the charts that are made of others. They are committed; --check finds one that was forgotten.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { chartNames } from '../staged-charts.mjs';
import { ROOT } from '../paths.mjs';
import { readmeOf } from './readmes.mjs';
import { schemaOf } from './schemas.mjs';

/** The umbrella says again what the library has as `global`, where people look for it. */
function umbrellaValues() {
  const path = join(ROOT, 'charts', 'practika', 'values.yaml');
  const library = readFileSync(join(ROOT, 'charts', 'practika-lib', 'values.yaml'), 'utf8');
  const globals = library.slice(library.indexOf('  global:\n')).split('\n').map((line) => line.replace(/^ {2}/, '')).join('\n').trimEnd();
  const text = readFileSync(path, 'utf8');
  const [from, to] = [text.indexOf('\nglobal:\n') + 1, text.search(/\n\n(# [^\n]*\n)?exposure:\n/)];
  if (from === 0 || to === -1) throw new Error('charts/practika/values.yaml has no global followed by exposure');
  return [path, `${text.slice(0, from)}${globals}${text.slice(to)}`];
}

/** @returns {Map<string, string>} path → what should be in it */
function wanted() {
  const files = new Map([umbrellaValues()]);
  for (const name of chartNames()) {
    const folder = join(ROOT, 'charts', name);
    const schema = schemaOf(name);
    if (schema !== null) files.set(join(folder, 'values.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
    files.set(join(folder, 'README.md'), readmeOf(name));
  }
  return files;
}

const stale = () => [...wanted()].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);

/** @returns {string[]} paths that are not as they should be, relative to the repository */
export const staleFiles = () => stale().map(([path]) => relative(ROOT, path));

/** @returns {string[]} paths that were written */
export function writeGenerated() {
  const changed = stale();
  for (const [path, text] of changed) writeFileSync(path, text);
  return changed.map(([path]) => relative(ROOT, path));
}
