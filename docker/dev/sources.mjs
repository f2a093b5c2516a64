// The sources in a development image: what changed, and what the running program is to be made of.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, watch, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** `/app/libs/http/src/boot/x.ts` → `/app/libs/http/dist/boot/x.js`; null for what no program runs. */
export function compiledOf(file) {
  if (!file.endsWith('.ts') || /\.(?:d|spec|int-spec|e2e-spec|contract)\.ts$/.test(file) || file.includes('/src/testing/')) return null;
  return file.replace(/\/src\/((?:(?!\/src\/).)*)\.ts$/, '/dist/$1.js');
}

/**
 * Copies our own code, a few megabytes, to where it can be written; the packages of others are linked. So the root of the
 * file system stays read-only in development too.
 */
export function copyProgram(image, root) {
  rmSync(root, { recursive: true, force: true });
  for (const part of ['libs', 'services', 'package.json']) cpSync(join(image, part), join(root, part), { recursive: true });
  const link = (name) => symlinkSync(join(image, 'node_modules', name), join(root, 'node_modules', name));
  mkdirSync(join(root, 'node_modules/@practika'), { recursive: true });
  for (const name of readdirSync(join(image, 'node_modules'))) if (name !== '@practika') link(name);
  for (const lib of readdirSync(join(root, 'libs'))) symlinkSync(join(root, 'libs', lib), join(root, 'node_modules/@practika', lib));
}

/** The folders to watch: our sources. What browsers get is built with the image, and comes with the next one. */
export function watched(root, service) {
  const folders = [join(root, 'services', service, 'src')];
  for (const lib of readdirSync(join(root, 'libs'))) folders.push(join(root, 'libs', lib, 'src'));
  return folders.filter((folder) => existsSync(folder));
}

/** Every folder below, and itself. */
function tree(folder) {
  return [folder, ...readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap((entry) => tree(join(folder, entry.name)))];
}

/**
 * Calls back once after each burst of changes, with the files: a synchronisation brings several, and writes each more
 * than once. Folder by folder, since Node's own way to watch a tree loses files that are replaced.
 */
export function onChange(folders, callback, quietMs = 80) {
  const changed = new Set();
  let timer;
  const note = (path) => {
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = [...changed];
      changed.clear();
      callback(files);
    }, quietMs);
  };
  const look = (folder) => {
    const watcher = watch(folder, (_, name) => {
      if (name === null) return;
      const path = join(folder, name);
      const info = statSync(path, { throwIfNoEntry: false });
      if (info?.isDirectory() !== true) return note(path);
      // A new one: what lies in it came before anyone watched.
      for (const inner of tree(path)) {
        look(inner);
        for (const entry of readdirSync(inner, { withFileTypes: true })) if (entry.isFile()) note(join(inner, entry.name));
      }
    });
    // A folder that goes takes its watcher with it.
    watcher.on('error', () => watcher.close());
  };
  for (const folder of folders.flatMap((one) => tree(one))) look(folder);
}

/**
 * Compiles the files, each for itself and without a look at types: that takes milliseconds, and the editor has checked
 * them. Nothing is written unless all compile, so that what runs stays whole.
 * @param {(file: string) => Promise<{ code: string }>} transform @returns {Promise<number>} how many there were
 */
export async function compile(files, transform) {
  const made = await Promise.all(files.map(async (file) => {
    const target = compiledOf(file);
    if (target === null) return null;
    return { target, code: existsSync(file) ? (await transform(file)).code : null };
  }));
  const mine = made.filter((one) => one !== null);
  for (const { target, code } of mine) {
    if (code === null) {
      rmSync(target, { force: true });
      continue;
    }
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  return mine.length;
}

export const short = (root, files) => [...files].map((file) => relative(root, file)).join(', ');
