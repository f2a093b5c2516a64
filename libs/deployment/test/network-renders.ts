import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { renderChart, ROOT } from '../src/helm.js';
import type { Manifest } from '../src/manifests.js';
import { effectiveValues } from '../src/network/chart-values.js';
import type { Edge } from '../src/network/edges.js';
import { expectedRows, portsNamed } from '../src/network/expected-rows.js';
import { matrixOf, type Matrix } from '../src/network/matrix.js';
import { settingsOf, type Settings } from '../src/network/settings.js';
import { worldOf, type World } from '../src/network/world.js';

export const UMBRELLA = 'practika';
const CI = `charts/${UMBRELLA}/ci`;
export const ciFiles = (): string[] => readdirSync(join(ROOT, CI)).filter((name) => name.endsWith('.yaml')).toSorted();

export interface Subject {
  readonly manifests: readonly Manifest[];
  readonly settings: Settings;
  readonly world: World;
  readonly expected: ReadonlyMap<string, Edge>;
  readonly matrix: Matrix;
}

/** What manifests make of the network under settings. */
export function judged(manifests: readonly Manifest[], settings: Settings): Subject {
  const world = worldOf(manifests, settings);
  return { manifests, settings, world, expected: expectedRows(settings, world), matrix: matrixOf(manifests, world, portsNamed(settings)) };
}

const known = new Map<string, Subject>();
/** The umbrella under values files, and an overlay over them; each is rendered once. */
export function subjectOf(files: readonly string[], inline?: string): Subject {
  const key = JSON.stringify([files, inline]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const render = renderChart(UMBRELLA, { values: files, ...(inline === undefined ? {} : { inline }) });
  if (!render.ok) throw new Error(`${files.join(' + ')} does not render: ${render.complaint}`);
  const subject = judged(render.manifests, settingsOf(effectiveValues(UMBRELLA, files, inline)));
  known.set(key, subject);
  return subject;
}
export const ciSubject = (file: string): Subject => subjectOf([`${CI}/${file}`]);
