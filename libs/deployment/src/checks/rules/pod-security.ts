import type { Finding, Rule } from '../finding.js';
import { containersOf, podTemplates, type Container, type Handler, type PodTemplate, type SecurityContext } from '../kubernetes.js';

type Complaints = readonly string[];

/** A rule over every pod that anything makes. */
function podRule(id: string, says: string, complain: (pod: PodTemplate) => Complaints): Rule {
  return { id, says, check: ({ manifests }) => podTemplates(manifests).flatMap((pod) => complain(pod).map((message): Finding => ({ rule: id, object: pod.object, message }))) };
}

/** A rule over every container, init containers included, with the settings that count for it. */
function containerRule(id: string, says: string, complain: (own: SecurityContext, pod: SecurityContext, container: Container) => Complaints): Rule {
  return podRule(id, says, (pod) => containersOf(pod).flatMap((container) =>
    complain(container.securityContext ?? {}, pod.spec.securityContext ?? {}, container).map((message) => `container ${container.name} ${message}`)));
}

const LOWEST_ID = 10_001;
const VOLUMES = new Set(['configMap', 'secret', 'emptyDir', 'projected', 'downwardAPI', 'persistentVolumeClaim', 'csi', 'ephemeral', 'image']);
const SAFE_SYSCTLS = new Set([
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem',
]);

const nonRoot = containerRule('P1', 'runs as non-root', (own, pod) =>
  ((own.runAsNonRoot ?? pod.runAsNonRoot) === true ? [] : ['does not set runAsNonRoot: true']));

const userIds = podRule('P2', 'numeric user and group above 10000, no root group', (pod) => {
  const of = pod.spec.securityContext ?? {};
  const ids = containersOf(pod).flatMap((container) => (['runAsUser', 'runAsGroup'] as const).flatMap((key) => {
    const id = container.securityContext?.[key] ?? of[key];
    if (typeof id !== 'number') return [`container ${container.name} has no numeric ${key}`];
    return id < LOWEST_ID ? [`container ${container.name} has ${key} ${id}, not above 10000`] : [];
  }));
  return [...ids, ...(of.fsGroup === 0 ? ['fsGroup is 0, the root group'] : []), ...((of.supplementalGroups ?? []).includes(0) ? ['a supplemental group is 0, the root group'] : [])];
});

const escalation = containerRule('P3', 'no privilege escalation', (own) => (own.allowPrivilegeEscalation === false ? [] : ['does not set allowPrivilegeEscalation: false']));

const capabilities = containerRule('P4', 'all capabilities dropped, none added', (own) => [
  ...((own.capabilities?.drop ?? []).includes('ALL') ? [] : ['does not drop ALL capabilities']),
  ...((own.capabilities?.add ?? []).length === 0 ? [] : [`adds capabilities: ${(own.capabilities?.add ?? []).join(', ')}`]),
]);

const readOnly = podRule('P5', 'read-only root filesystem, and what is writable has a limit', (pod) => [
  ...containersOf(pod).filter((c) => c.securityContext?.readOnlyRootFilesystem !== true).map((c) => `container ${c.name} does not set readOnlyRootFilesystem: true`),
  ...(pod.spec.volumes ?? []).filter((v) => v.emptyDir !== undefined && !v.emptyDir?.sizeLimit).map((v) => `emptyDir ${v.name} has no sizeLimit`),
]);

const seccomp = podRule('P6', 'the runtime default seccomp profile for the pod', (pod) => [
  ...(pod.spec.securityContext?.seccompProfile?.type === 'RuntimeDefault' ? [] : ['the pod does not set seccompProfile RuntimeDefault']),
  ...containersOf(pod).filter((c) => !['RuntimeDefault', undefined].includes(c.securityContext?.seccompProfile?.type)).map((c) => `container ${c.name} has a seccomp profile of its own`),
]);

function seLinux(context: SecurityContext | undefined, whose: string): string[] {
  return ['user', 'role', 'type', 'level'].filter((key) => context?.seLinuxOptions?.[key] !== undefined).map((key) => `${whose} sets an SELinux ${key}`);
}

const isolation = podRule('P7', 'nothing of the host', (pod) => [
  ...(['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((key) => pod.spec[key] === true).map((key) => `${key} is on`),
  // With one container there is nobody to be seen by but the pod's own first process.
  ...(pod.spec.shareProcessNamespace === true && containersOf(pod).length > 1 ? ['containers see each other\'s processes'] : []),
  ...(pod.spec.volumes ?? []).filter((v) => v['hostPath'] !== undefined).map((v) => `volume ${v.name} is a path of the host`),
  ...(pod.spec.securityContext?.sysctls ?? []).filter((s) => !SAFE_SYSCTLS.has(s.name)).map((s) => `sysctl ${s.name} is unsafe`),
  ...(pod.spec.securityContext?.windowsOptions?.hostProcess === true ? ['is a Windows host process'] : []),
  ...seLinux(pod.spec.securityContext, 'the pod'),
  ...containersOf(pod).flatMap((c) => [
    ...(c.securityContext?.privileged === true ? [`container ${c.name} is privileged`] : []),
    ...(c.securityContext?.windowsOptions?.hostProcess === true ? [`container ${c.name} is a Windows host process`] : []),
    ...(['Default', undefined].includes(c.securityContext?.procMount) ? [] : [`container ${c.name} has procMount ${c.securityContext?.procMount}`]),
    ...(c.ports ?? []).filter((p) => p.hostPort !== undefined && p.hostPort !== 0).map((p) => `container ${c.name} takes port ${p.hostPort} of the host`),
    ...seLinux(c.securityContext, `container ${c.name}`),
  ]),
]);

const handlersOf = (c: Container): [string, Handler | undefined][] => [
  ['livenessProbe', c.livenessProbe], ['readinessProbe', c.readinessProbe], ['startupProbe', c.startupProbe], ['preStop', c.lifecycle?.preStop], ['postStart', c.lifecycle?.postStart],
];
const hostHandlers = podRule('P8', 'no host in probes and lifecycle handlers', (pod) => containersOf(pod).flatMap((c) => handlersOf(c)
  .filter(([, handler]) => (handler?.httpGet?.host ?? handler?.tcpSocket?.host) !== undefined).map(([name]) => `container ${c.name} names a host in ${name}`)));

const volumes = podRule('P9', 'only volume types of the restricted profile', (pod) => (pod.spec.volumes ?? []).flatMap((volume) => {
  const kinds = Object.keys(volume).filter((key) => key !== 'name');
  const bad = kinds.filter((kind) => !VOLUMES.has(kind));
  if (kinds.length === 0) return [`volume ${volume.name} has no type`];
  return bad.map((kind) => `volume ${volume.name} is a ${kind}`);
}));

export const POD_SECURITY: readonly Rule[] = [nonRoot, userIds, escalation, capabilities, readOnly, seccomp, isolation, hostHandlers, volumes];
