// What a compiled program needs, read from the program itself: starts at its entries, follows its imports through our
// own files, and then the packages' own declarations. Needs node --experimental-vm-modules: Node's own parser of modules
// lists the imports, nothing is run.
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { SourceTextModule } from 'node:vm';

/** `import('x')` with a literal; imports that are computed cannot be followed, and the code has none. */
const DYNAMIC = /\bimport\(\s*(['"])([^'"]+)\1\s*\)/g;
const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

function specifiers(file) {
  const text = readFileSync(file, 'utf8');
  const fixed = new SourceTextModule(text, { identifier: file }).moduleRequests.map((request) => request.specifier);
  return [...fixed, ...[...text.replace(COMMENTS, '').matchAll(DYNAMIC)].map((match) => match[2])];
}

const packageOf = (specifier) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

/**
 * The files of ours that the entries reach, and the packages of others that those files name.
 * @param {string[]} entries absolute paths @param {Map<string, {folder: string, manifest: object}>} ours by package name
 * @returns {{ files: Set<string>, packages: Map<string, string> }} packages: name → the first file that names it
 */
export function reach(root, entries, ours) {
  const files = new Set();
  const packages = new Map();
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    if (!existsSync(file)) throw new Error(`${file} is imported, but was not compiled: production code must not import tests or what only tests use`);
    files.add(file);
    for (const specifier of specifiers(file)) {
      if (isBuiltin(specifier)) continue;
      if (specifier.startsWith('.')) open.push(join(dirname(file), specifier));
      else if (ours.has(packageOf(specifier))) open.push(exported(root, ours.get(packageOf(specifier)), specifier));
      else if (specifier.startsWith('@practika/')) throw new Error(`${file} imports ${specifier}, which its workspace does not depend on`);
      else packages.set(packageOf(specifier), packages.get(packageOf(specifier)) ?? file);
    }
  }
  return { files, packages };
}

function exported(root, { name, folder, manifest }, specifier) {
  const target = manifest.exports?.[`.${specifier.slice(name.length)}`]?.default;
  if (target === undefined) throw new Error(`${specifier} is not exported by ${name}`);
  return join(root, folder, target);
}

/** Where Node would find the package that `from` (a folder) asks for; null when it is not installed. */
function installed(root, from, name) {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (at === root || at === dirname(at)) return null;
  }
}

/**
 * The folders in node_modules that these packages need to run. A peer that is optional counts when the repository's own
 * package.json asks for it by name: so typeorm gets pg, and nothing gets the twenty databases it could also speak to.
 * @param {Map<string, string>} packages name → who names it @param {Set<string>} asked production dependencies
 * @returns {Set<string>} absolute folders
 */
export function closure(root, packages, asked) {
  const folders = new Set();
  const visit = (name, from, why, must) => {
    const folder = installed(root, from, name);
    if (folder === null) {
      if (must) throw new Error(`${why} needs ${name}, which is not installed for production: is it only in devDependencies?`);
      return;
    }
    if (folders.has(folder)) return;
    folders.add(folder);
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    for (const next of Object.keys(dependencies)) visit(next, folder, name, !(next in optionalDependencies));
    for (const next of Object.keys(optionalDependencies)) visit(next, folder, name, false);
    for (const next of Object.keys(peerDependencies)) {
      const optional = peerDependenciesMeta[next]?.optional === true;
      if (!optional || asked.has(next)) visit(next, folder, name, !optional);
    }
  };
  for (const [name, why] of packages) visit(name, root, why, true);
  return folders;
}
