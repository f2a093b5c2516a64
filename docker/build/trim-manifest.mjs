// Makes of the repository's package.json and package-lock.json those that images are built with:
//  - without the development dependencies that no build needs (test runners, chart tools, databases): a fifth of the bytes;
//  - without the workspaces. They name no third-party package themselves (the root does, once), so one installation
//    serves every image, and a change of a workspace's package.json installs nothing again.
// Versions and integrity stay the lock's.
//   node trim-manifest.mjs FOLDER
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
/** The compilers: one for images, one for development. */
const builds = (name) => ['typescript', '@swc/core'].includes(name) || name.startsWith('@types/');
const isWorkspace = (path, entry) => /^(libs|services)\//.test(path) || entry.link === true;
const where = (object, keep) => Object.fromEntries(Object.entries(object ?? {}).filter(([key, value]) => keep(key, value)));

function trimmed(manifest) {
  return { ...where(manifest, (key) => key !== 'workspaces' && key !== 'scripts'), devDependencies: where(manifest.devDependencies, builds) };
}

function edit(name, change) {
  const file = join(folder, name);
  writeFileSync(file, `${JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8'))), null, 2)}\n`);
}

edit('package.json', trimmed);
edit('package-lock.json', (lock) => {
  const packages = where(lock.packages, (path, entry) => path === '' || !isWorkspace(path, entry));
  return { ...lock, packages: { ...packages, '': trimmed(packages['']) } };
});
