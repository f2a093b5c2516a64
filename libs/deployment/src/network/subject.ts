import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { renderChart, ROOT } from '../helm.js';
import type { Manifest } from '../manifests.js';
import { effective, merge } from '../values.js';
import type { Edge } from './edges.js';
import { expectedRows, portsNamed } from './expected-rows.js';
import { matrixOf, type Matrix } from './matrix.js';
import { settingsOf, type Settings } from './settings.js';
import type { Overlay, Switch } from './switches.js';
import { worldOf, type World } from './world.js';

const UMBRELLA = 'practika';
const CI = `charts/${UMBRELLA}/ci`;
const ENVIRONMENTS = 'k8s/values';
/** The ci values that switches are tried over: everything on, every party as pods. */
export const BASE = `${CI}/01-development.yaml`;
/** The development values, whose backends have policies of their own. */
export const DEVELOPMENT = `${ENVIRONMENTS}/dev.yaml`;
const filesOf = (folder: string): string[] => readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.yaml')).toSorted().map((name) => `${folder}/${name}`);
/** Every values file of the umbrella that is kept: those of CI, and one per environment. */
export const valuesFiles = (): string[] => [...filesOf(CI), ...filesOf(ENVIRONMENTS)];

/** One render with all that is known of its network. */
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
  let decided: Matrix | undefined;
  return {
    manifests,
    settings,
    world,
    expected: expectedRows(settings, world),
    // The costly part, which not everybody asks for.
    get matrix() {
      decided ??= matrixOf(manifests, world, portsNamed(settings));
      return decided;
    },
  };
}

const known = new Map<string, Subject>();
/**
 * The umbrella under a values file and what is laid over it; each is rendered and decided once.
 * @throws Error with helm's complaint
 */
export function subjectOf(file: string, over?: Overlay): Subject {
  const inline = over === undefined ? undefined : stringify(over);
  const key = JSON.stringify([file, inline]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const render = renderChart(UMBRELLA, { values: [file], ...(inline === undefined ? {} : { inline }) });
  if (!render.ok) throw new Error(`${file} does not render: ${render.complaint}`);
  const subject = judged(render.manifests, settingsOf(merge(effective(UMBRELLA, [file]), over ?? {})));
  known.set(key, subject);
  return subject;
}

/** A switch's two sides. */
export const sidesOf = ({ over, values }: Switch): { before: Subject; after: Subject } => ({ before: subjectOf(BASE, over), after: subjectOf(BASE, over === undefined ? values : merge(over, values)) });
