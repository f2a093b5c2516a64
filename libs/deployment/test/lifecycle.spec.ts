import { describe, expect, it } from '@jest/globals';
import { containersOf, hooksOf, matches, objectName, podTemplates, specOf, type LabelSelector, type PodTemplate } from '../src/checks/kubernetes.js';
import type { Manifest } from '../src/manifests.js';
import { QUEUE_POLICIES, QUEUES, type QueueName } from '../../jobs/src/queue-policies.js';
import { mustRender, umbrellaRenders } from './renders.js';

const WEIGHT = 'helm.sh/hook-weight';
const POLICY = 'helm.sh/hook-delete-policy';
const weightOf = (m: Manifest): number => Number(m.metadata.annotations?.[WEIGHT] ?? '0');
const renders = umbrellaRenders().map((listed) => ({ name: listed.name, manifests: mustRender(listed).manifests }));
const each = renders.map((render) => [render.name, render.manifests] as const);

/** Which queues a process works on. Deletions run in media's worker. */
const PROCESS_QUEUES: Readonly<Record<string, readonly QueueName[]>> = {
  'auth worker': ['mail', 'evt-auth'], 'exercises worker': ['evt-exercises'], 'consent worker': ['evt-consent'], 'media worker': ['media-delete', 'evt-media'],
  'media checksum': ['media-checksum'], 'media scan': ['media-scan'], 'media process': ['media-process'],
};
const processOf = (pod: PodTemplate): string => `${pod.labels['app.kubernetes.io/name']} ${pod.labels['app.kubernetes.io/component']}`;
const envOf = (pod: PodTemplate, name: string): number => Number(containersOf(pod).flatMap((c) => c.env ?? []).find((e) => e.name === name)?.value ?? '0');

describe('[K21] hooks come before what needs them', () => {
  it.each(each)('[C14] [C13] should have everything that a hook Job needs among the hooks of lower weight: %s', (_name, manifests) => {
    const problems = podTemplates(manifests).filter((pod) => pod.kind === 'Job').flatMap((job) => {
      const before = (m: Manifest): boolean => hooksOf(job.owner).every((hook) => hooksOf(m).includes(hook)) && weightOf(m) < weightOf(job.owner);
      const account = manifests.find((m) => m.kind === 'ServiceAccount' && m.metadata.name === job.spec.serviceAccountName);
      const policies = manifests.filter((m) => m.kind === 'NetworkPolicy' && matches(specOf<{ podSelector?: LabelSelector }>(m).podSelector, job.labels));
      // A policy that only denies may come later; one that allows would be missed at the first install.
      const allowing = policies.filter((m) => [specOf<{ ingress?: unknown[] }>(m).ingress, specOf<{ egress?: unknown[] }>(m).egress].some((rules) => (rules ?? []).length > 0));
      const configMaps = (job.spec.volumes ?? []).flatMap((v) => [v.configMap?.name, ...(v.projected?.sources ?? []).map((s) => s.configMap?.name)]).flatMap((name) => manifests.filter((m) => m.kind === 'ConfigMap' && m.metadata.name === name));
      return [...(account === undefined ? [] : [account]), ...allowing, ...configMaps].filter((m) => !before(m)).map((m) => `${objectName(m)} is not there when ${job.object} runs`);
    });
    expect(problems).toEqual([]);
  });

  it.each(each)('[C15] [K21] should delete what a hook made before, and when it succeeded: %s', (_name, manifests) => {
    const install = manifests.filter((m) => hooksOf(m).some((hook) => hook.startsWith('pre-')));
    const problems = install.flatMap((m) => {
      const policies = (m.metadata.annotations?.[POLICY] ?? '').split(',').map((p) => p.trim());
      return [
        ...(policies.includes('before-hook-creation') ? [] : [`${objectName(m)} is in the way of the next upgrade`]),
        // A Job that failed stays for whoever looks into it.
        ...(policies.includes('hook-failed') ? [`${objectName(m)} takes its logs with it when it fails`] : []),
        ...(hooksOf(m).toSorted().join() === 'pre-install,pre-upgrade' ? [] : [`${objectName(m)} runs at ${hooksOf(m).join()} only`]),
        ...(/^-?\d+$/.test(m.metadata.annotations?.[WEIGHT] ?? '') ? [] : [`${objectName(m)} has no weight`]),
      ];
    });
    expect(problems).toEqual([]);
  });

  it.each(each)('[C6] [C12] should run nothing before an install but migrations and the set-up of buckets: %s', (_name, manifests) => {
    const jobs = manifests.filter((m) => (m.kind === 'Job' || m.kind === 'Pod') && hooksOf(m).some((hook) => hook !== 'test')).map((m) => m.metadata.labels?.['app.kubernetes.io/component']);
    expect([...new Set(jobs)].filter((component) => !['migrate', 'buckets'].includes(String(component)))).toEqual([]);
    // No database, Redis or object store comes with the release: a hook would wait for what is installed after it.
    const images = podTemplates(manifests).flatMap(containersOf).map((c) => c.image ?? '').filter((image) => /postgres|redis|versitygw|minio/.test(image));
    expect(images).toEqual([]);
  });

  it.each(each)('[K21] should migrate before buckets are set up, with a window for connecting within the deadline: %s', (_name, manifests) => {
    const jobs = podTemplates(manifests).filter((pod) => pod.kind === 'Job');
    const weights = (component: string): number[] => jobs.filter((j) => j.labels['app.kubernetes.io/component'] === component).map((j) => weightOf(j.owner));
    for (const buckets of weights('buckets')) for (const migrate of weights('migrate')) expect(buckets).toBeGreaterThan(migrate);
    for (const job of jobs) expect(specOf<{ activeDeadlineSeconds: number }>(job.owner).activeDeadlineSeconds).toBeGreaterThanOrEqual(300);
  });
});

describe('[K25] [C21] pods are given the time that their work needs', () => {
  it('should know every queue\'s process', () => {
    expect(Object.values(PROCESS_QUEUES).flat().toSorted()).toEqual([...QUEUES].toSorted());
  });

  it.each(each)('should let a worker end the job that it has: %s', (_name, manifests) => {
    const problems = podTemplates(manifests).filter((pod) => PROCESS_QUEUES[processOf(pod)] !== undefined).flatMap((pod) => {
      const budget = Math.max(...(PROCESS_QUEUES[processOf(pod)] ?? []).map((queue) => QUEUE_POLICIES[queue].timeoutMs / 1000));
      const own = envOf(pod, 'SHUTDOWN_GRACE_SECONDS');
      const grace = pod.spec.terminationGracePeriodSeconds ?? 30;
      return [
        // The process keeps 10 s of its grace for giving back what has not ended.
        ...(own >= budget + 10 ? [] : [`${pod.object} stops waiting after ${own} s of jobs that may take ${budget} s`]),
        ...(grace >= own + 5 ? [] : [`${pod.object} is killed after ${grace} s, though it takes ${own} s to stop`]),
      ];
    });
    expect(problems).toEqual([]);
  });

  it.each(each)('[K23] should let an API leave the endpoints before it stops, and end its requests: %s', (_name, manifests) => {
    const problems = podTemplates(manifests).filter((pod) => ['api', 'web'].includes(pod.labels['app.kubernetes.io/component'] ?? '')).flatMap((pod) => {
      const [delay, own] = [envOf(pod, 'SHUTDOWN_DELAY_SECONDS'), envOf(pod, 'SHUTDOWN_GRACE_SECONDS')];
      const preStop = containersOf(pod).reduce((most, c) => Math.max(most, c.lifecycle?.preStop?.sleep?.seconds ?? 0), 0);
      const grace = pod.spec.terminationGracePeriodSeconds ?? 30;
      return [
        ...(delay + preStop >= 3 ? [] : [`${pod.object} stops at once, while traffic still comes`]),
        ...(grace >= delay + preStop + own + 5 ? [] : [`${pod.object} is killed after ${grace} s, though it takes ${delay + preStop + own} s to stop`]),
      ];
    });
    expect(problems).toEqual([]);
  });

  it.each(each)('[K23] should replace pods of what is served without having fewer: %s', (_name, manifests) => {
    const problems = podTemplates(manifests).filter((pod) => pod.kind === 'Deployment' && ['api', 'web'].includes(pod.labels['app.kubernetes.io/component'] ?? '')).flatMap((pod) => {
      const { strategy } = specOf<{ strategy?: { rollingUpdate?: { maxUnavailable?: number | string; maxSurge?: number | string } } }>(pod.owner);
      return Number.parseInt(String(strategy?.rollingUpdate?.maxUnavailable ?? '25%'), 10) === 0 ? [] : [pod.object];
    });
    expect(problems).toEqual([]);
  });
});

describe('[K24] a pod that is deleted while it starts', () => {
  it.each(each)('[C21] should be told so whenever it is: no Node process is the first of its container, for which signals are lost until it listens: %s', (_name, manifests) => {
    const node = podTemplates(manifests).filter((pod) => pod.labels['app.kubernetes.io/name'] !== 'clamav');
    expect(node.length).toBeGreaterThan(5);
    expect(node.filter((pod) => pod.spec.shareProcessNamespace !== true).map((pod) => pod.object)).toEqual([]);
    // Shared with nobody: there is one container.
    expect(node.filter((pod) => containersOf(pod).length !== 1).map((pod) => pod.object)).toEqual([]);
  });
});
