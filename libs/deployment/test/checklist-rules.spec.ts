import { describe, expect, it } from '@jest/globals';
import { CHECKLIST, checkAll } from '../src/checks/checklist.js';
import type { Rendered } from '../src/checks/finding.js';
import type { Manifest } from '../src/manifests.js';
import { asRender, good, planted, type Loose } from './planted.js';

// Every rule is shown to catch what it is for: a rule that never complains would pass for good charts and bad ones alike.

type At = (kind: string, name?: string) => Loose;
const api = (at: At): Loose => at('Deployment')['spec']!['template']!['spec']!;
const container = (at: At): Loose => api(at)['containers']![0]!;
const first = (at: At): Loose => api(at)['initContainers']![0]!;
const job = (at: At): Loose => at('Job')['spec']!['template']!['spec']!;
const loose = (value: unknown): Loose => value as Loose;
const drop = (from: Loose, key: string): void => { Reflect.deleteProperty(from, key); };
const put = (into: Loose, value: object): void => { Object.assign(into, value); };

type Plant = readonly [rule: string, what: string, change: (at: At, all: Manifest[]) => void];
const PLANTS: readonly Plant[] = [
  ['P1', 'a pod that may run as root', (at) => drop(api(at)['securityContext']!, 'runAsNonRoot')],
  ['P1', 'an init container that turns non-root off', (at) => put(first(at)['securityContext']!, { runAsNonRoot: false })],
  ['P1', 'a hook Job that may run as root', (at) => drop(job(at)['securityContext']!, 'runAsNonRoot')],
  ['P2', 'no user', (at) => drop(api(at)['securityContext']!, 'runAsUser')],
  ['P2', 'a low group', (at) => put(api(at)['securityContext']!, { runAsGroup: 1000 })],
  ['P2', 'the root group as a supplemental one', (at) => put(api(at)['securityContext']!, { supplementalGroups: [0] })],
  ['P2', 'files of the root group', (at) => put(api(at)['securityContext']!, { fsGroup: 0 })],
  ['P2', 'a container as root', (at) => put(container(at)['securityContext']!, { runAsUser: 0 })],
  ['P3', 'privilege escalation by default', (at) => drop(container(at)['securityContext']!, 'allowPrivilegeEscalation')],
  ['P3', 'privilege escalation in an init container', (at) => put(first(at)['securityContext']!, { allowPrivilegeEscalation: true })],
  ['P4', 'one capability dropped only', (at) => put(container(at)['securityContext']!, { capabilities: { drop: ['NET_RAW'] } })],
  ['P4', 'a capability added', (at) => put(container(at)['securityContext']!, { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } })],
  ['P5', 'a writable root', (at) => put(container(at)['securityContext']!, { readOnlyRootFilesystem: false })],
  ['P5', 'an emptyDir without a limit', (at) => put(api(at)['volumes']![0]!, { emptyDir: {} })],
  ['P6', 'no seccomp profile', (at) => drop(api(at)['securityContext']!, 'seccompProfile')],
  ['P6', 'a container unconfined', (at) => put(container(at)['securityContext']!, { seccompProfile: { type: 'Unconfined' } })],
  ['P7', 'privileged', (at) => put(container(at)['securityContext']!, { privileged: true })],
  ['P7', 'the network of the host', (at) => put(api(at), { hostNetwork: true })],
  ['P7', 'the processes of the host', (at) => put(api(at), { hostPID: true })],
  ['P7', 'containers that see each other', (at) => put(api(at), { shareProcessNamespace: true })],
  ['P7', 'a port of the host', (at) => put(container(at)['ports']![0]!, { hostPort: 8000 })],
  ['P7', 'the Docker socket', (at) => put(api(at)['volumes']![0]!, { emptyDir: undefined, hostPath: { path: '/var/run/docker.sock' } })],
  ['P7', 'unmasked /proc', (at) => put(container(at)['securityContext']!, { procMount: 'Unmasked' })],
  ['P7', 'an unsafe sysctl', (at) => put(api(at)['securityContext']!, { sysctls: [{ name: 'net.core.somaxconn', value: '1' }] })],
  ['P7', 'an SELinux level that other clusters do not have', (at) => put(api(at)['securityContext']!, { seLinuxOptions: { level: 's0:c123,c456' } })],
  ['P8', 'a probe that names a host', (at) => put(container(at)['readinessProbe']!['httpGet']!, { host: '169.254.169.254' })],
  ['P8', 'a hook that names a host', (at) => put(container(at), { lifecycle: { preStop: { httpGet: { path: '/', port: 80, host: 'elsewhere' } } } })],
  ['P9', 'a volume by NFS', (at) => put(api(at), { volumes: [...api(at)['volumes']!, { name: 'nfs', nfs: { server: 'x', path: '/' } }] })],
  ['I1', 'the default account', (at) => put(api(at), { serviceAccountName: 'default' })],
  ['I1', 'no account', (at) => drop(job(at), 'serviceAccountName')],
  ['I1', 'an account that is not there', (at) => put(api(at), { serviceAccountName: 'typo' })],
  ['I1', 'an account of another', (at) => put(job(at), { serviceAccountName: 'r-app-api' })],
  ['I2', 'a token by pod', (at) => drop(api(at), 'automountServiceAccountToken')],
  ['I2', 'a token by account', (at) => put(at('ServiceAccount'), { automountServiceAccountToken: true })],
  ['I3', 'a role', (_at, all) => all.push({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'r', namespace: 'practika' } })],
  ['S1', 'a rendered Secret', (_at, all) => all.push({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'r', namespace: 'practika' } })],
  ['S1', 'a password in the environment', (at) => container(at)['env']!.push(loose({ name: 'SMTP_PASSWORD', value: 'x' }))],
  ['S1', 'a password in a URL', (at) => container(at)['env']!.push(loose({ name: 'UPSTREAM', value: 'postgres://u:p@db/x' }))],
  ['S1', 'a private key in a ConfigMap', (_at, all) => all.push({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'practika' }, data: { a: '-----BEGIN PRIVATE KEY-----' } })],
  ['S1', 'a password on the command line', (at) => put(container(at), { args: ['--db', 'postgres://u:p@db/x'] })],
  ['S2', 'a secret in the environment', (at) => container(at)['env']!.push(loose({ name: 'X', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }))],
  ['S2', 'a whole Secret in the environment', (at) => put(container(at), { envFrom: [{ secretRef: { name: 's' } }] })],
  ['S2', 'a secret that never changes', (at) => put(container(at)['volumeMounts']![1]!, { subPath: 'database-url' })],
  ['S2', 'every key mounted', (at) => drop(api(at)['volumes']![1]!['projected']!['sources']![0]!['secret']!, 'items')],
  ['S2', 'a secret that all may read', (at) => put(api(at)['volumes']![1]!['projected']!, { defaultMode: 0o444 })],
  ['S2', 'a secret that is mounted writable', (at) => drop(container(at)['volumeMounts']![1]!, 'readOnly')],
  ['S3', 'a setting twice', (at) => container(at)['env']!.push(loose({ name: 'PORT', value: '1' }))],
  ['S3', 'a setting and its file', (at) => container(at)['env']!.push(loose({ name: 'DATABASE_URL', value: '' }))],
  ['S3', 'a port twice', (at) => container(at)['ports']!.push(loose({ name: 'again', containerPort: 8000 }))],
  ['S3', 'a port name twice', (at) => container(at)['ports']!.push(loose({ name: 'http', containerPort: 8002 }))],
  ['S3', 'a volume twice', (at) => api(at)['volumes']!.push(loose({ name: 'tmp', emptyDir: { sizeLimit: '1Mi' } }))],
  ['S3', 'a mount twice', (at) => container(at)['volumeMounts']!.push(loose({ name: 'secrets', mountPath: '/tmp', readOnly: true }))],
  ['S3', 'an object twice', (at, all) => all.push(structuredClone(at('Service')) as unknown as Manifest)],
  ['R1', 'no requests', (at) => drop(container(at)['resources']!, 'requests')],
  ['R1', 'no memory limit in an init container', (at) => drop(first(at)['resources']!['limits']!, 'memory')],
  ['R1', 'no ephemeral storage in a Job', (at) => drop(job(at)['containers']![0]!['resources']!['limits']!, 'ephemeral-storage')],
  ['R1', 'a request above its limit', (at) => put(container(at)['resources']!['requests']!, { memory: '1Gi' })],
  ['R1', 'a volume that evicts its pod before it is full', (at) => put(api(at)['volumes']![0]!, { emptyDir: { sizeLimit: '1Gi' } })],
  ['R2', 'latest', (at) => put(container(at), { image: 'practika/app:latest' })],
  ['R2', 'no tag behind a registry with a port', (at) => put(container(at), { image: 'registry:5000/practika/app' })],
  ['R2', 'pulled always', (at) => put(container(at), { imagePullPolicy: 'Always' })],
  ['R2.digest', 'a tag alone', (at) => put(container(at), { image: 'practika/app:1.2.3' })],
  ['A1', 'no startup probe', (at) => drop(container(at), 'startupProbe')],
  ['A1', 'one probe for both', (at) => put(container(at), { livenessProbe: { httpGet: { path: '/readyz', port: 'http' } } })],
  ['A1', 'liveness that asks the database', (at) => put(container(at), { livenessProbe: { httpGet: { path: '/readyz', port: 8000 } } })],
  ['A1', 'a probe of a port that is not there', (at) => put(container(at)['startupProbe']!['httpGet']!, { port: 'internal' })],
  ['A2', 'replicas beside an autoscaler', (at) => put(at('Deployment')['spec']!, { replicas: 2 })],
  ['A2', 'two autoscalers', (at, all) => all.push({ ...structuredClone(at('HorizontalPodAutoscaler')) as unknown as Manifest, kind: 'ScaledObject' })],
  ['A2', 'an autoscaler of nothing', (at) => put(at('HorizontalPodAutoscaler')['spec']!['scaleTargetRef']!, { name: 'typo' })],
  ['A2', 'a maximum below the minimum', (at) => put(at('HorizontalPodAutoscaler')['spec']!, { maxReplicas: 1 })],
  ['A2.replicas', 'one replica', (at, all) => { all.splice(all.indexOf(at('HorizontalPodAutoscaler') as unknown as Manifest), 1); put(at('Deployment')['spec']!, { replicas: 1 }); }],
  ['A2.replicas', 'an autoscaler that goes down to one', (at) => put(at('HorizontalPodAutoscaler')['spec']!, { minReplicas: 1 })],
  ['A3', 'a budget that lets no pod go', (at) => put(at('PodDisruptionBudget')['spec']!, { maxUnavailable: 0 })],
  ['A3', 'a budget by minAvailable', (at) => put(at('PodDisruptionBudget')['spec']!, { minAvailable: 1 })],
  ['A3', 'a budget that keeps broken pods', (at) => drop(at('PodDisruptionBudget')['spec']!, 'unhealthyPodEvictionPolicy')],
  ['A3', 'a budget for one pod', (at) => put(at('HorizontalPodAutoscaler')['spec']!, { maxReplicas: 1 })],
  ['A3', 'a budget of nothing', (at) => put(at('PodDisruptionBudget')['spec']!['selector']!, { matchLabels: { 'app.kubernetes.io/name': 'typo' } })],
  ['A3.missing', 'no budget', (at, all) => all.splice(all.indexOf(at('PodDisruptionBudget') as unknown as Manifest), 1)],
  ['A4', 'no spread by zone', (at) => api(at)['topologySpreadConstraints']!.shift()],
  ['A4', 'a spread that counts other pods', (at) => put(api(at)['topologySpreadConstraints']![0]!, { labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'typo' } } })],
  ['A4', 'all replaced at once', (at) => put(at('Deployment')['spec']!, { strategy: { type: 'Recreate' } })],
  ['A4.priority-class', 'no priority', (at) => drop(api(at), 'priorityClassName')],
  ['A5', 'no deadline', (at) => drop(at('Job')['spec']!, 'activeDeadlineSeconds')],
  ['A5', 'no limit of tries', (at) => drop(at('Job')['spec']!, 'backoffLimit')],
  ['A5', 'restarted always', (at) => put(job(at), { restartPolicy: 'Always' })],
  ['A5', 'a hook that vanishes', (at) => put(at('Job')['spec']!, { ttlSecondsAfterFinished: 60 })],
  ['A5', 'an ordinary Job that stays', (at) => drop(at('Job')['metadata']!, 'annotations')],
  ['N1', 'a Job that the policies forgot', (at) => put(at('NetworkPolicy', 'r-app-deny')['spec']!['podSelector']!, { matchLabels: { 'app.kubernetes.io/component': 'api' } })],
  ['N1', 'no policy for egress', (at) => put(at('NetworkPolicy', 'r-app-deny')['spec']!, { policyTypes: ['Ingress'] })],
  ['N2', 'a policy for nobody', (at) => put(at('NetworkPolicy', 'r-app-from-edge')['spec']!['podSelector']!, { matchLabels: { 'app.kubernetes.io/component': 'aip' } })],
  ['N2', 'a peer that is nobody', (at) => put(at('NetworkPolicy', 'r-app-from-edge')['spec']!['ingress']![1]!['from']![0]!['podSelector']!, { matchLabels: { 'app.kubernetes.io/component': 'migrat' } })],
  ['W1', 'a Service of nothing', (at) => put(at('Service')['spec']!['selector']!, { 'app.kubernetes.io/component': 'typo' })],
  ['W1', 'a Service of two workloads', (at) => drop(at('Service')['spec']!['selector']!, 'app.kubernetes.io/component')],
  ['W1', 'a Service port that leads nowhere', (at) => put(at('Service')['spec']!['ports']![0]!, { targetPort: 'internal' })],
  ['W1', 'a Service port that is another one inside', (at) => put(at('Service')['spec']!['ports']![0]!, { port: 80 })],
  ['W1', 'a NodePort', (at) => put(at('Service')['spec']!, { type: 'NodePort' })],
  ['W1', 'an Ingress to nowhere', (at) => put(at('Ingress')['spec']!['rules']![0]!['http']!['paths']![0]!['backend']!['service']!, { name: 'typo' })],
  ['W1', 'an Ingress to a port that is not there', (at) => put(at('Ingress')['spec']!['rules']![0]!['http']!['paths']![0]!['backend']!['service']!, { port: { number: 80 } })],
  ['W1', 'a monitor of nothing', (at) => put(at('ServiceMonitor')['spec']!['selector']!, { matchLabels: { 'app.kubernetes.io/name': 'typo' } })],
  ['W1', 'a monitor of a port that is not there', (at) => put(at('ServiceMonitor')['spec']!, { endpoints: [{ port: 'prom' }] })],
  ['W1', 'a selector that does not match', (at) => put(at('Deployment')['spec']!['selector']!['matchLabels']!, { 'app.kubernetes.io/name': 'typo' })],
  ['W1', 'a selector that changes with the version', (at) => { put(at('Deployment')['spec']!['selector']!['matchLabels']!, { 'app.kubernetes.io/version': '1' }); put(at('Deployment')['spec']!['template']!['metadata']!['labels']!, { 'app.kubernetes.io/version': '1' }); }],
  ['W1', 'a ConfigMap that is not there', (at) => put(api(at)['volumes']![0]!, { emptyDir: undefined, configMap: { name: 'typo' } })],
  ['W1', 'a mount of no volume', (at) => put(container(at)['volumeMounts']![0]!, { name: 'typo' })],
  ['W1', 'a name of 64 characters', (at) => put(at('Service')['metadata']!, { name: 'x'.repeat(64) })],
  ['W1', 'a label that is refused', (at) => put(at('Service')['metadata']!['labels']!, { 'helm.sh/chart': 'app-0.1.0+build' })],
  ['W1', 'no label of the chart', (at) => drop(at('Service')['metadata']!['labels']!, 'helm.sh/chart')],
  ['W2.tls', 'an Ingress without TLS', (at) => drop(at('Ingress')['spec']!, 'tls')],
  ['W2.tls', 'a host that the certificate does not have', (at) => put(at('Ingress')['spec']!['rules']![0]!, { host: 'other.example' })],
  ['W2', 'a snippet', (at) => put(at('Ingress')['metadata']!, { annotations: { 'nginx.ingress.kubernetes.io/server-snippet': 'x' } })],
  ['W2', 'the class of a controller that has reached its end', (at) => put(at('Ingress')['spec']!, { ingressClassName: 'nginx' })],
  ['W3', 'no namespace', (at) => drop(at('Service')['metadata']!, 'namespace')],
  ['W3', 'the default namespace', (at) => put(at('Service')['metadata']!, { namespace: 'default' })],
  ['W3', 'a namespace that warns only', (at) => drop(at('Namespace')['metadata']!['labels']!, 'pod-security.kubernetes.io/enforce')],
  ['W3', 'a profile that changes with the cluster', (at) => put(at('Namespace')['metadata']!['labels']!, { 'pod-security.kubernetes.io/enforce-version': 'latest' })],
];

const said = (rendered: Rendered): string[] => checkAll(rendered).map((f) => `${f.rule} ${f.object} ${f.message}`);

describe('[K8] the checklist itself', () => {
  it('should have nothing to say about a release that is in order', () => {
    expect(said(asRender(good()))).toEqual([]);
  });

  it.each(PLANTS)('[K8] [S11] %s should catch %s', (rule, _what, change) => {
    const rules = checkAll(planted(change)).map((f) => f.rule);
    expect(rules).toContain(rule);
  });

  it('[K8] should have no rule that nothing planted wakes', () => {
    const woken = new Set(PLANTS.map(([rule]) => rule.split('.')[0]));
    expect(CHECKLIST.map((rule) => rule.id).filter((id) => !woken.has(id))).toEqual([]);
  });

  it('[K8] should hold the whole checklist: P1-P9, I1-I3, S1-S3, R1-R2, A1-A5, N1-N2, W1-W3', () => {
    expect(CHECKLIST.map((rule) => rule.id)).toEqual([
      'P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9', 'I1', 'I2', 'I3', 'S1', 'S2', 'S3', 'R1', 'R2', 'A1', 'A2', 'A3', 'A4', 'A5', 'N1', 'N2', 'W1', 'W2', 'W3',
    ]);
  });

  it('should look into hooks, tests and kinds that carry a pod template without being known', () => {
    const rendered = planted((_at, all) => all.push({ apiVersion: 'x/v1', kind: 'Rollout', metadata: { name: 'r', namespace: 'practika' }, spec: { template: { spec: { containers: [{ name: 'c', image: 'x:latest' }] } } } }));
    expect(checkAll(rendered).filter((f) => f.object === 'Rollout/r').map((f) => f.rule)).toEqual(expect.arrayContaining(['P1', 'P3', 'R1', 'R2', 'N1']));
  });
});
