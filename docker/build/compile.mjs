// Compiles a service and the workspaces it needs, without tests and what only tests use.
//   node compile.mjs ROOT SERVICE [--prepare]     --prepare: only write the projects, for a compiler that watches
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { needed } from './workspaces.mjs';

const [root, service, prepare] = process.argv.slice(2);
const TESTS = ['src/**/*.spec.ts', 'src/**/*.int-spec.ts', 'src/**/*.e2e-spec.ts', 'src/**/*.contract.ts', 'src/testing/**'];

const parts = needed(root, service);
const folders = new Map(parts.map((part) => [part.name, part.folder]));
mkdirSync(join(root, 'node_modules/@practika'), { recursive: true });
for (const { name, folder, manifest } of parts) {
  const link = join(root, 'node_modules', name);
  rmSync(link, { force: true });
  symlinkSync(join('../..', folder), link);
  const references = Object.keys(manifest.dependencies ?? {}).filter((dependency) => folders.has(dependency));
  writeFileSync(join(root, folder, 'tsconfig.json'), `${JSON.stringify({
    extends: relative(join(root, folder), join(root, 'tsconfig.base.json')),
    compilerOptions: { rootDir: 'src', outDir: 'dist' },
    include: ['src'],
    exclude: TESTS,
    references: references.map((dependency) => ({ path: relative(folder, folders.get(dependency)) })),
  }, null, 2)}\n`);
}
if (prepare !== '--prepare') {
  const run = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-b', join(root, 'services', service)], { stdio: 'inherit' });
  if (run.error) throw run.error;
  process.exitCode = run.status ?? 1;
}
