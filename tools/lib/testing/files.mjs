// Which test files there are, by ring.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../paths.mjs';

const SUFFIX = { unit: '.spec.ts', int: '.int-spec.ts', e2e: '.e2e-spec.ts' };

/** Folders of workspaces, relative to the root. */
export function workspaces() {
  return ['libs', 'services'].flatMap((group) => readdirSync(join(ROOT, group)).map((name) => join(group, name)))
    .filter((folder) => existsSync(join(ROOT, folder, 'jest.config.mjs'))).sort();
}

function* walk(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== 'dist') yield* walk(join(folder, entry.name));
    else if (entry.isFile()) yield join(folder, entry.name);
  }
}

/** Test files of a ring, absolute, that match one of the paths (all when there are none). */
export function testFiles(ring, paths) {
  return workspaces().flatMap((workspace) => ['src', 'test', 'app'].flatMap((sub) => [...walk(join(ROOT, workspace, sub))]))
    .filter((file) => file.endsWith(SUFFIX[ring]) && (paths.length === 0 || paths.some((part) => relative(ROOT, file).includes(part.replace(/^\.\//, '')))));
}

export const workspaceOf = (file) => relative(ROOT, file).split('/').slice(0, 2).join('/');
