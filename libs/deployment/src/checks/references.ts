import type { Manifest } from '../manifests.js';
import { containersOf, matches, objectName, podTemplates, specOf, type Labels, type LabelSelector, type PodTemplate } from './kubernetes.js';

export interface ServicePort { readonly name?: string; readonly port: number; readonly targetPort?: number | string; readonly nodePort?: number }
export interface ServiceSpec { readonly type?: string; readonly selector?: Labels; readonly ports?: readonly ServicePort[]; readonly clusterIP?: string; readonly externalName?: string }

export const servicesOf = (manifests: readonly Manifest[]) => manifests.filter((m) => m.kind === 'Service').map((m) => ({ manifest: m, object: objectName(m), ...specOf<ServiceSpec>(m) }));
export const selectedBy = (selector: Labels | undefined, pods: readonly PodTemplate[]): PodTemplate[] => pods.filter((pod) => Object.keys(selector ?? {}).length > 0 && matches({ matchLabels: selector ?? {} }, pod.labels));

/** The port of the container that a port of a Service leads to, or null. */
export function containerPort(pod: PodTemplate, port: ServicePort): number | null {
  const target = port.targetPort ?? port.port;
  return containersOf(pod).flatMap((c) => c.ports ?? []).find((p) => p.name === target || p.containerPort === target)?.containerPort ?? null;
}

function serviceProblems(manifests: readonly Manifest[]): [string, string][] {
  const pods = podTemplates(manifests);
  return servicesOf(manifests).flatMap((service): [string, string][] => {
    const targets = selectedBy(service.selector, pods);
    return [
      ...(['ClusterIP', undefined].includes(service.type) ? [] : [[service.object, `is a ${service.type}; only the edge is reached from outside`] as [string, string]]),
      ...(targets.length === 1 ? [] : [[service.object, `selects ${targets.length} workloads: ${targets.map((t) => t.object).join(', ')}`] as [string, string]]),
      ...targets.flatMap((pod) => (service.ports ?? []).flatMap((port): [string, string][] => {
        const inner = containerPort(pod, port);
        if (inner === null) return [[service.object, `port ${port.name ?? port.port} leads to no port of ${pod.object}`]];
        // Some plug-ins judge by the port of the Service, others by that of the pod: where both are one, either is right.
        return inner === port.port ? [] : [[service.object, `port ${port.port} is ${inner} in ${pod.object}`]];
      })),
    ];
  });
}

interface Backend { readonly name: string; readonly port: number | string | undefined }
function backendsOf(manifest: Manifest): Backend[] {
  if (manifest.kind === 'Ingress') {
    type Service = { name: string; port?: { number?: number; name?: string } };
    const spec = specOf<{ defaultBackend?: { service?: Service }; rules?: { http?: { paths?: { backend?: { service?: Service } }[] } }[] }>(manifest);
    return [spec.defaultBackend?.service, ...(spec.rules ?? []).flatMap((r) => r.http?.paths ?? []).map((p) => p.backend?.service)]
      .flatMap((s) => (s === undefined ? [] : [{ name: s.name, port: s.port?.number ?? s.port?.name }]));
  }
  if (manifest.kind === 'HTTPRoute') {
    const spec = specOf<{ rules?: { backendRefs?: { name: string; port?: number }[] }[] }>(manifest);
    return (spec.rules ?? []).flatMap((r) => r.backendRefs ?? []).map((b) => ({ name: b.name, port: b.port }));
  }
  return [];
}

interface MonitorSpec { readonly selector?: LabelSelector; readonly endpoints?: readonly { port?: string }[]; readonly podMetricsEndpoints?: readonly { port?: string }[] }
function monitorProblems(manifests: readonly Manifest[]): [string, string][] {
  return manifests.flatMap((m): [string, string][] => {
    const spec = specOf<MonitorSpec>(m);
    if (m.kind === 'ServiceMonitor') {
      const services = servicesOf(manifests).filter((s) => matches(spec.selector, s.manifest.metadata.labels ?? {}));
      if (services.length === 0) return [[objectName(m), 'selects no Service']];
      return services.flatMap((s) => (spec.endpoints ?? []).filter((e) => !(s.ports ?? []).some((p) => p.name === e.port)).map((e): [string, string] => [objectName(m), `asks port ${e.port} of ${s.object}, which has none`]));
    }
    if (m.kind === 'PodMonitor') {
      const pods = podTemplates(manifests).filter((pod) => matches(spec.selector, pod.labels));
      if (pods.length === 0) return [[objectName(m), 'selects no pod']];
      return pods.flatMap((pod) => (spec.podMetricsEndpoints ?? []).filter((e) => !containersOf(pod).flatMap((c) => c.ports ?? []).some((p) => p.name === e.port)).map((e): [string, string] => [objectName(m), `asks port ${e.port} of ${pod.object}, which has none`]));
    }
    return [];
  });
}

function workloadProblems(manifests: readonly Manifest[]): [string, string][] {
  return podTemplates(manifests).flatMap((pod): [string, string][] => {
    const { selector, serviceName } = specOf<{ selector?: LabelSelector; serviceName?: string }>(pod.owner);
    const configMaps = new Set(manifests.filter((m) => m.kind === 'ConfigMap').map((m) => m.metadata.name));
    const claims = new Set(manifests.filter((m) => m.kind === 'PersistentVolumeClaim').map((m) => m.metadata.name));
    const named = (pod.spec.volumes ?? []).flatMap((v) => [v.configMap?.name, ...(v.projected?.sources ?? []).map((s) => s.configMap?.name)]).filter((name) => name !== undefined);
    const claimed = (pod.spec.volumes ?? []).flatMap((v) => { const claim = v['persistentVolumeClaim'] as { claimName?: string } | undefined; return claim?.claimName === undefined ? [] : [claim.claimName]; });
    const templates = specOf<{ volumeClaimTemplates?: { metadata: { name: string } }[] }>(pod.owner).volumeClaimTemplates ?? [];
    const volumes = new Set([...(pod.spec.volumes ?? []).map((v) => v.name), ...templates.map((t) => t.metadata.name)]);
    return [
      ...(['Deployment', 'StatefulSet'].includes(pod.kind) && !matches(selector, pod.labels) ? [[pod.object, 'its selector does not match its own pods'] as [string, string]] : []),
      ...Object.keys(selector?.matchLabels ?? {}).filter((key) => /version|chart|managed-by/.test(key)).map((key): [string, string] => [pod.object, `its selector, which can never change, holds ${key}`]),
      ...(serviceName !== undefined && !servicesOf(manifests).some((s) => s.manifest.metadata.name === serviceName) ? [[pod.object, `names Service ${serviceName}, which is not there`] as [string, string]] : []),
      ...named.filter((name) => !configMaps.has(name)).map((name): [string, string] => [pod.object, `mounts ConfigMap ${name}, which is not there`]),
      ...claimed.filter((name) => !claims.has(name)).map((name): [string, string] => [pod.object, `mounts claim ${name}, which is not there`]),
      ...containersOf(pod).flatMap((c) => (c.volumeMounts ?? []).filter((m) => !volumes.has(m.name)).map((m): [string, string] => [pod.object, `container ${c.name} mounts ${m.name}, which is no volume`])),
    ];
  });
}

/** What names something that is not there, or selects what it should not: pairs of object and complaint. */
export function brokenReferences(manifests: readonly Manifest[], externalServices: (name: string) => boolean = () => false): [string, string][] {
  const services = new Map(servicesOf(manifests).map((s) => [s.manifest.metadata.name, s]));
  const backends = manifests.flatMap((m) => backendsOf(m).flatMap((backend): [string, string][] => {
    const service = services.get(backend.name);
    if (service === undefined) return externalServices(backend.name) ? [] : [[objectName(m), `leads to Service ${backend.name}, which is not there`]];
    return (service.ports ?? []).some((p) => p.port === backend.port || p.name === backend.port) ? [] : [[objectName(m), `leads to port ${backend.port} of ${backend.name}, which has none`]];
  }));
  const targets = manifests.filter((m) => m.kind === 'ScaledObject' || m.kind === 'HorizontalPodAutoscaler').flatMap((m): [string, string][] => {
    const { scaleTargetRef: ref } = specOf<{ scaleTargetRef?: { kind?: string; name?: string } }>(m);
    const target = `${ref?.kind ?? 'Deployment'}/${ref?.name}`;
    return manifests.some((other) => objectName(other) === target) ? [] : [[objectName(m), `scales ${target}, which is not there`]];
  });
  const selectors = manifests.filter((m) => m.kind === 'PodDisruptionBudget').flatMap((m): [string, string][] =>
    (podTemplates(manifests).some((pod) => matches(specOf<{ selector?: LabelSelector }>(m).selector, pod.labels)) ? [] : [[objectName(m), 'selects no pod']]));
  return [...serviceProblems(manifests), ...backends, ...monitorProblems(manifests), ...workloadProblems(manifests), ...targets, ...selectors];
}
