import type { Finding, Rendered, Rule } from '../finding.js';
import { hooksOf, lastingContainers, matches, objectName, podTemplates, runsForever, specOf, type Container, type LabelSelector, type Probe } from '../kubernetes.js';
import { scaled, scalersOf } from '../scaling.js';

/** What asks the database or Redis is no liveness: all pods would be killed for an outage elsewhere. */
const READINESS_PATHS = ['/readyz', '/ready', '/health', '/healthz', '/startupz'];

function portMissing(container: Container, probe: Probe): boolean {
  const port = probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port;
  return port !== undefined && !(container.ports ?? []).some((p) => p.containerPort === port || p.name === port);
}
const handlerOf = ({ httpGet, tcpSocket, exec, grpc }: Probe): string => JSON.stringify({ httpGet, tcpSocket, exec, grpc });

function probes({ manifests }: Rendered): Finding[] {
  return podTemplates(manifests).flatMap((pod) => lastingContainers(pod).flatMap((c) => {
    const found = (message: string): Finding => ({ rule: 'A1', object: pod.object, message: `container ${c.name} ${message}` });
    const all = { livenessProbe: c.livenessProbe, readinessProbe: c.readinessProbe, startupProbe: c.startupProbe };
    const { livenessProbe: live, readinessProbe: ready } = c;
    return [
      ...Object.entries(all).flatMap(([name, probe]) => {
        if (probe === undefined) return [found(`has no ${name}`)];
        return portMissing(c, probe) ? [found(`asks a port in ${name} that it does not have`)] : [];
      }),
      ...(live !== undefined && ready !== undefined && handlerOf(live) === handlerOf(ready) ? [found('asks the same for liveness and readiness')] : []),
      ...(READINESS_PATHS.includes(live?.httpGet?.path ?? '') ? [found(`is killed for what ${live?.httpGet?.path} says, which asks others`)] : []),
    ];
  }));
}

function replicas({ manifests }: Rendered): Finding[] {
  const orphans = scalersOf(manifests).filter((s) => !manifests.some((m) => objectName(m) === s.target)).map((s) => ({ rule: 'A2', object: s.object, message: `scales ${s.target}, which is not there` }));
  const workloads = scaled(manifests).flatMap(({ pod, replicas: fixed, scalers }) => {
    const found = (rule: string, message: string): Finding => ({ rule, object: pod.object, message });
    if (scalers.length > 1) return [found('A2', `is scaled by several: ${scalers.map((s) => s.object).join(', ')}`)];
    const [scaler] = scalers;
    if (scaler !== undefined) {
      return [
        ...(fixed === undefined ? [] : [found('A2', `has replicas though ${scaler.object} decides them`)]),
        ...(scaler.max < scaler.min ? [found('A2', `${scaler.object} has a maximum below its minimum`)] : []),
        // A worker may sleep at no pods; an API may not be one pod.
        ...(scaler.manifest.kind === 'HorizontalPodAutoscaler' && scaler.min < 2 ? [found('A2.replicas', `${scaler.object} goes down to ${scaler.min}`)] : []),
      ];
    }
    return (fixed ?? 1) < 2 ? [found('A2.replicas', `has ${fixed ?? 1} replicas and no autoscaler`)] : [];
  });
  return [...orphans, ...workloads];
}

interface BudgetSpec { readonly selector?: LabelSelector; readonly maxUnavailable?: number | string; readonly minAvailable?: number | string; readonly unhealthyPodEvictionPolicy?: string }

function budgets({ manifests }: Rendered): Finding[] {
  const pdbs = manifests.filter((m) => m.kind === 'PodDisruptionBudget').map((m) => ({ object: objectName(m), ...specOf<BudgetSpec>(m) }));
  const pods = podTemplates(manifests);
  const own = pdbs.flatMap((pdb) => {
    const found = (message: string): Finding => ({ rule: 'A3', object: pdb.object, message });
    const selected = pods.filter((pod) => matches(pdb.selector, pod.labels));
    return [
      ...(selected.length === 1 ? [] : [found(`selects ${selected.length} workloads: ${selected.map((p) => p.object).join(', ')}`)]),
      ...(pdb.minAvailable === undefined ? [] : [found('uses minAvailable, which wedges drains when pods are fewer')]),
      ...(pdb.maxUnavailable === undefined || Number.parseInt(String(pdb.maxUnavailable), 10) < 1 ? [found('lets no pod go')] : []),
      ...(pdb.unhealthyPodEvictionPolicy === 'AlwaysAllow' ? [] : [found('keeps pods that do not work: unhealthyPodEvictionPolicy is not AlwaysAllow')]),
    ];
  });
  const missing = scaled(manifests).flatMap(({ pod, max }) => {
    const has = pdbs.some((pdb) => matches(pdb.selector, pod.labels));
    if (max < 2 && has) return [{ rule: 'A3', object: pod.object, message: 'has a disruption budget though it is one pod at most: nodes could not be drained' }];
    return max >= 2 && !has ? [{ rule: 'A3.missing', object: pod.object, message: 'has no disruption budget' }] : [];
  });
  return [...own, ...missing];
}

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';

function spread({ manifests }: Rendered): Finding[] {
  return podTemplates(manifests).filter(runsForever).flatMap((pod) => {
    const found = (rule: string, message: string): Finding => ({ rule, object: pod.object, message });
    const constraints = pod.spec.topologySpreadConstraints ?? [];
    const owner = specOf<{ strategy?: { type?: string; rollingUpdate?: { maxUnavailable?: number | string } }; updateStrategy?: { type?: string } }>(pod.owner);
    const strategy = pod.kind === 'Deployment' ? owner.strategy?.type : owner.updateStrategy?.type;
    return [
      ...[ZONE, HOST].filter((key) => !constraints.some((c) => c.topologyKey === key)).map((key) => found('A4', `is not spread by ${key}`)),
      ...constraints.filter((c) => !matches(c.labelSelector, pod.labels) || Object.keys(c.labelSelector?.matchLabels ?? {}).length === 0).map((c) => found('A4', `the spread by ${c.topologyKey} does not count its own pods`)),
      ...(strategy === 'RollingUpdate' ? [] : [found('A4', `has update strategy ${strategy ?? 'by default'}`)]),
      ...(pod.spec.priorityClassName ? [] : [found('A4.priority-class', 'has no priority class')]),
    ];
  });
}

function jobs({ manifests }: Rendered): Finding[] {
  return manifests.filter((m) => m.kind === 'Job' || m.kind === 'CronJob').flatMap((m) => {
    const found = (message: string): Finding => ({ rule: 'A5', object: objectName(m), message });
    const own = specOf<{ activeDeadlineSeconds?: number; backoffLimit?: number; ttlSecondsAfterFinished?: number; jobTemplate?: { spec?: object } }>(m);
    const spec = (m.kind === 'CronJob' ? (own.jobTemplate?.spec ?? {}) : own) as typeof own;
    const restart = podTemplates([m])[0]?.spec.restartPolicy;
    const hook = hooksOf(m).length > 0;
    return [
      ...(spec.activeDeadlineSeconds === undefined ? [found('has no activeDeadlineSeconds: a job that hangs would hang the release')] : []),
      ...(spec.backoffLimit === undefined ? [found('has no backoffLimit')] : []),
      ...(['Never', 'OnFailure'].includes(restart ?? '') ? [] : [found(`has restartPolicy ${restart ?? 'by default'}`)]),
      // Helm deletes hooks itself; a hook Job that vanishes while Helm waits for it fails the release.
      ...(hook && spec.ttlSecondsAfterFinished !== undefined ? [found('is a hook with ttlSecondsAfterFinished')] : []),
      ...(!hook && spec.ttlSecondsAfterFinished === undefined ? [found('has no ttlSecondsAfterFinished')] : []),
    ];
  });
}

export const AVAILABILITY: readonly Rule[] = [
  { id: 'A1', says: 'three probes that differ, on ports that exist', check: probes },
  { id: 'A2', says: 'two replicas or one autoscaler, never both', check: replicas },
  { id: 'A3', says: 'a disruption budget that lets nodes be drained', check: budgets },
  { id: 'A4', says: 'spread by zone and host, replaced one after the other', check: spread },
  { id: 'A5', says: 'jobs end', check: jobs },
];
