// Makes of the repository's package.json and package-lock.json those that images are built with:
//  - without the development dependencies that no build needs (test runners, chart tools, databases): a fifth of the bytes;
//  - without the workspaces. They name no third-party package themselves (the root does, once), so one installation
//    serves every image, and a change of a workspace's package.json installs nothing again.
// Versions and integrity stay the lock's.
//   node trim-manifest.mjs FOLDER [app]     app: with what the app for browsers is built from, for web's image alone
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, purpose] = process.argv.slice(2);
/** The compilers: one for images, one for development. */
const compilers = (name) => ['typescript', '@swc/core'].includes(name) || name.startsWith('@types/');
/** What ends up in pages, and the program that puts it there. */
const app = (name) => ['vite', 'react', 'react-dom', 'use-intl', 'openapi-fetch', 'lucide-react', 'idb'].includes(name) || /^@(?:tanstack|uppy|fontsource-variable)\//.test(name);
const builds = purpose === 'app' ? app : compilers;
const isWorkspace = (path, entry) => /^(libs|services)\//.test(path) || entry.link === true;
const where = (object, keep) => Object.fromEntries(Object.entries(object ?? {}).filter(([key, value]) => keep(key, value)));

function trimmed(manifest) {
  const kept = where(manifest, (key) => key !== 'workspaces' && key !== 'scripts');
  // No process of ours runs in a browser: the app takes none of what services run on, nor what is overridden for them.
  const running = purpose === 'app' ? { dependencies: {}, overrides: {} } : {};
  return { ...kept, ...running, devDependencies: where(manifest.devDependencies, builds) };
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
