import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rendered } from '../src/checks/finding.js';
import { parseManifests, type Manifest } from '../src/manifests.js';

/** Anything below a manifest, to be changed at will. */
export type Loose = { [key: string]: Loose } & Loose[] & (string | number | boolean | undefined);

const GOOD = readFileSync(join(import.meta.dirname, 'fixtures', 'good.yaml'), 'utf8');

export const good = (): Manifest[] => parseManifests(GOOD);
export const asRender = (manifests: readonly Manifest[], extra: Partial<Rendered> = {}): Rendered => ({ name: 'fixture', namespace: 'practika', manifests, ...extra });

/** The good release with one object changed: `at(kind, name)` gives it as something that may be written to. */
export function planted(change: (at: (kind: string, name?: string) => Loose, all: Manifest[]) => void): Rendered {
  const manifests = good();
  change((kind, name) => {
    const found = manifests.find((m) => m.kind === kind && (name === undefined || m.metadata.name === name));
    if (found === undefined) throw new Error(`The fixture has no ${kind} ${name ?? ''}`);
    return found as unknown as Loose;
  }, manifests);
  return asRender(manifests);
}
