import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CHECKLIST } from '../src/checks/checklist.js';
import { applyWaivers, parseWaivers } from '../src/checks/waivers.js';
import { renderList } from '../src/helm.js';
import { applications, asRendered, lines } from './renders.js';

// Where a finding is right, the chart is changed; where it is accepted, waivers.yaml says why and until when.

const waivers = parseWaivers(readFileSync(join(import.meta.dirname, '..', 'waivers.yaml'), 'utf8'));
const today = new Date().toISOString().slice(0, 10);
const rendered = renderList().map(asRendered);
const found = rendered.flatMap((one) => CHECKLIST.flatMap((rule) => rule.check(one).map((finding) => ({ render: one.name, finding }))));
const { left, unused, expired } = applyWaivers(waivers, found, today);

/** What each rule proves, of what the charts are to do and of what others were blamed for. */
const PROVES: Readonly<Record<string, string>> = {
  P1: '[K8] [C16] should run nothing as root',
  P2: '[K8] [C16] should give every process a numeric user and group above 10000',
  P3: '[K8] [C16] should let no process gain privileges',
  P4: '[K8] [C16] should drop every capability',
  P5: '[K8] [K10] should make no root filesystem writable, and limit what is',
  P6: '[K8] [C16] should use the runtime\'s seccomp profile',
  P7: '[K8] [C16] should share nothing with the host',
  P8: '[K8] [C16] should name no host in probes and lifecycle handlers',
  P9: '[K8] [C16] should mount only what the restricted profile allows',
  I1: '[K8] [K11] should give every workload a service account of its own',
  I2: '[K8] [K11] should mount no token',
  I3: '[K8] [K11] should render no RBAC objects',
  S1: '[K8] [K12] [S1] should hold no secret in what is rendered',
  S2: '[K8] [K12] [S1] should bring secrets as files, and only those that are named',
  S3: '[K4] [C17] [K8] should name nothing twice in any list',
  R1: '[K8] should request and limit, ephemeral storage too',
  R2: '[K8] should use images that stay the same',
  A1: '[K8] should ask for start, readiness and liveness in three ways',
  A2: '[K8] [C18] should let replicas or one autoscaler decide, never both',
  A3: '[K8] [C5] [K27] should have disruption budgets that let nodes be drained',
  A4: '[K8] [K28] should spread pods over zones and hosts',
  A5: '[K8] [K21] should have Jobs that end',
  N1: '[K8] [K13] should isolate every pod in both directions',
  N2: '[K8] [K13] should have no policy and no peer that selects nothing',
  W1: '[K8] should refer to what is there, by names and labels that fit',
  W2: '[K8] [K29] should have TLS and nothing of one vendor at the edge',
  W3: '[K8] [K7] should stay in its namespace, and namespaces enforce the restricted profile',
};

describe('[K8] [R1] the checklist over every render of every chart', () => {
  it('should look at every chart that can be installed, and at something in each render', () => {
    expect([...new Set(renderList().map(({ chart }) => chart))].toSorted()).toEqual(applications());
    expect(rendered.filter(({ manifests }) => manifests.length === 0).map(({ name }) => name)).toEqual([]);
  });

  it('should know what each rule proves', () => expect(Object.keys(PROVES)).toEqual(CHECKLIST.map((rule) => rule.id)));

  it.each(Object.entries(PROVES).map(([id, proves]) => [proves, id] as const))('%s (%s)', (_proves, id) => {
    expect(lines(left.filter(({ finding }) => finding.rule.split('.')[0] === id))).toEqual([]);
  });

  it('[K8] should need every waiver, and none that has expired', () => {
    const name = (waiver: (typeof waivers)[number]): string => `${waiver.rule} for ${waiver.objects.join(', ')} until ${waiver.expires}`;
    expect({ expired: expired.map(name), unused: unused.map(name) }).toEqual({ expired: [], unused: [] });
  });
});
