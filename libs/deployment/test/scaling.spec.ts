import { describe, expect, it } from '@jest/globals';
import { podTemplates, specOf } from '../src/checks/kubernetes.js';
import { declaredMetrics, labelsIn, seriesIn } from '../src/checks/metrics.js';
import { renderChart } from '../src/helm.js';
import { QUEUES } from '../../jobs/src/queue-policies.js';
import { mustRender, NAMESPACE, umbrellaRenders } from './renders.js';

interface Trigger { readonly type: string; readonly metricType?: string; readonly metadata: Readonly<Record<string, string>> }
interface Scaled { readonly scaleTargetRef: { readonly name: string }; readonly minReplicaCount: number; readonly maxReplicaCount: number; readonly fallback?: { readonly replicas: number; readonly failureThreshold: number }; readonly triggers: readonly Trigger[] }

const renders = umbrellaRenders().map((listed) => ({ name: listed.name, listed, manifests: mustRender(listed).manifests }));
const scaledObjects = renders.flatMap(({ name, manifests }) => manifests.filter((m) => m.kind === 'ScaledObject').map((m) => ({ name, of: m.metadata.name, spec: specOf<Scaled>(m) })));
const metrics = new Map(declaredMetrics().map((m) => [m.name, m]));
/** What BullMQ counts by state; the first four are work that is to be done. */
const STATES = ['waiting', 'active', 'prioritized', 'delayed', 'completed', 'failed', 'paused', 'waiting-children'];

describe('[K26] [R6] workers are scaled by what is to be done', () => {
  it('should be scaled so in some renders, the three steps of a video among them', () => {
    const names = new Set(scaledObjects.map(({ of }) => of.split('-').at(-1)));
    expect(['checksum', 'scan', 'process'].filter((step) => !names.has(step))).toEqual([]);
  });

  it('[K26] should count jobs that wait and jobs that run, and the age of the oldest, by series that the code has', () => {
    const problems = scaledObjects.flatMap(({ name, of, spec }) => {
      const queries = spec.triggers.map((t) => t.metadata['query'] ?? '');
      const depth = queries.find((query) => query.includes('practika_queue_jobs')) ?? '';
      const states = /state=~?"([^"]*)"/.exec(depth)?.[1]?.split('|') ?? [];
      const queues = [...queries.join().matchAll(/queue=~?"([^"]*)"/g)].flatMap(([, list = '']) => list.split('|'));
      return [
        ...['waiting', 'active'].filter((state) => !states.includes(state)).map((state) => `${of} does not count jobs that are ${state}`),
        ...states.filter((state) => !STATES.includes(state)).map((state) => `${of} counts ${state}, which is no state`),
        ...(queries.some((query) => query.includes('practika_queue_oldest_waiting_seconds')) ? [] : [`${of} does not look at ages`]),
        ...queues.filter((queue) => !(QUEUES as readonly string[]).includes(queue)).map((queue) => `${of} counts ${queue}, which is no queue`),
        ...queries.flatMap(seriesIn).filter((series) => !metrics.has(series)).map((series) => `${of} asks for ${series}, which nobody has`),
        ...queries.flatMap(labelsIn).flatMap(({ series, labels }) => labels.filter((label) => label !== 'namespace' && !metrics.get(series)?.labels.includes(label)).map((label) => `${of}: ${series} has no label ${label}`)),
      ].map((text) => `${name}: ${text}`);
    });
    expect(problems).toEqual([]);
  });

  it('[K26] should keep pods where Prometheus gives no answer, and take no silence for an empty queue', () => {
    const problems = scaledObjects.filter(({ spec }) => (spec.fallback?.replicas ?? 0) < 1 || spec.triggers.some((t) => t.type === 'prometheus' && t.metadata['ignoreNullValues'] !== 'false'));
    expect(problems.map(({ name, of }) => `${name}: ${of}`)).toEqual([]);
  });

  it('[K26] should need no Redis: KEDA asks Prometheus alone', () => {
    expect(scaledObjects.flatMap(({ spec }) => spec.triggers).filter((t) => t.type !== 'prometheus')).toEqual([]);
  });
});

describe('[C18] one decides how many pods there are', () => {
  it.each(renders.map(({ name, manifests }) => [name, manifests] as const))('[C18] should render no replicas with an autoscaler, and one autoscaler at most: %s', (_name, manifests) => {
    const targets = manifests.filter((m) => ['HorizontalPodAutoscaler', 'ScaledObject'].includes(m.kind)).map((m) => specOf<Scaled>(m).scaleTargetRef.name);
    expect(targets.filter((name, at) => targets.indexOf(name) !== at)).toEqual([]);
    const both = podTemplates(manifests).filter((pod) => targets.includes(pod.owner.metadata.name) && pod.kind === 'Deployment' && specOf<{ replicas?: number }>(pod.owner).replicas !== undefined);
    expect(both.map((pod) => pod.object)).toEqual([]);
  });
});

describe('[C3] [C7] flags change what they are for', () => {
  const [first] = renders;
  const render = (values: object) => renderChart('practika', { values: first?.listed.values ?? [], namespace: NAMESPACE, inline: JSON.stringify(values) });
  const objects = (values: object): Map<string, string> => new Map(render(values).manifests.map((m) => [`${m.kind}/${m.metadata.name}`, JSON.stringify(m)]));

  it('[C3] [C7] should add monitors and change nothing else, whatever the cluster knows', () => {
    const monitors = (enabled: boolean) => objects({ global: { monitoring: { serviceMonitors: { enabled } } } });
    const [off, on] = [monitors(false), monitors(true)];
    const more = [...on.keys()].filter((key) => !off.has(key));
    expect([...new Set(more.map((key) => key.split('/')[0]))].filter((kind) => !['ServiceMonitor', 'PodMonitor'].includes(kind ?? ''))).toEqual([]);
    expect(more.length).toBeGreaterThan(0);
    expect([...off].filter(([key, text]) => on.get(key) !== text)).toEqual([]);
  });

  it('[C8] [C19] should take the port of a database from the values, into the policy too', () => {
    const text = [...objects({ global: { networkPolicy: { postgres: { port: 6432 } } } })].filter(([key]) => key.startsWith('NetworkPolicy/') && key.includes('to-postgres')).map(([, value]) => value);
    expect(text.length).toBeGreaterThan(0);
    expect(text.filter((value) => !value.includes('6432') || value.includes('5432'))).toEqual([]);
  });

  it('[C19] [K20] should open what an operator adds, in a policy of its own', () => {
    const rule = { to: [{ ipBlock: { cidr: '203.0.113.7/32' } }], ports: [{ port: 8443, protocol: 'TCP' }] };
    const [before, after] = [objects({}), objects({ auth: { networkPolicy: { extraEgress: [rule] } } })];
    const more = [...after].filter(([key, value]) => before.get(key) !== value);
    // One for the pods, one that is there before the migration runs.
    expect(more).toHaveLength(2);
    expect(more.filter(([key, value]) => !key.startsWith('NetworkPolicy/') || before.has(key) || !value.includes('203.0.113.7/32'))).toEqual([]);
  });
});
