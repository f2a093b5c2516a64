// Files of the charts that are made of others. They are committed; --check finds one that was forgotten.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { chartNames } from '../staged-charts.mjs';
import { ROOT } from '../paths.mjs';
import { readmeOf } from './readmes.mjs';
import { schemaOf } from './schemas.mjs';

/** @returns {Map<string, string>} path → what should be in it */
function wanted() {
  const files = new Map();
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
