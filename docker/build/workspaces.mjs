// The workspaces of this repository, as the builds of images see them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Workspaces that only tests use: what a production program reaches through them would be a mistake. */
const FOR_TESTS = new Set(['@practika/testing', '@practika/e2e', '@practika/deployment']);

/** @typedef {{ name: string, folder: string, manifest: Record<string, any> }} Workspace */

/** Every workspace below `root`, by package name. @returns {Map<string, Workspace>} */
export function workspaces(root) {
  const found = new Map();
  for (const group of ['libs', 'services']) {
    const names = existsSync(join(root, group)) ? readdirSync(join(root, group)).toSorted() : [];
    for (const name of names) {
      const folder = `${group}/${name}`;
      const file = join(root, folder, 'package.json');
      if (!existsSync(file)) continue;
      const manifest = JSON.parse(readFileSync(file, 'utf8'));
      found.set(manifest.name, { name: manifest.name, folder, manifest });
    }
  }
  return found;
}

/** The service and every workspace that it needs in production, dependencies first. @returns {Workspace[]} */
export function needed(root, service) {
  const all = workspaces(root);
  const order = new Map();
  const visit = (name, path) => {
    if (FOR_TESTS.has(name) || order.has(name)) return;
    const workspace = all.get(name);
    if (workspace === undefined) throw new Error(`${path} needs the workspace ${name}, which is not here`);
    order.set(name, null);
    for (const dependency of Object.keys(workspace.manifest.dependencies ?? {})) if (dependency.startsWith('@practika/')) visit(dependency, name);
    order.delete(name);
    order.set(name, workspace);
  };
  visit(`@practika/${service}`, 'the image');
  return [...order.values()];
}
