import type { Manifest } from '../src/manifests.js';
import { networkPolicy } from '../src/network/network-policy.js';
import { covers } from '../src/network/policies.js';
import { hookOf, renderedPods } from '../src/network/rendered-pods.js';
import type { Overlay } from '../src/network/switches.js';
import { NAMESPACE } from '../src/network/world.js';

interface Peer { namespaceSelector?: { matchLabels?: Record<string, string> }; podSelector?: { matchLabels?: Record<string, string> }; ipBlock?: { cidr: string; except?: string[] } }
interface Port { port?: number | string; protocol?: string; endPort?: number }
interface Rule { from?: Peer[]; to?: Peer[]; ports?: Port[] }
interface Spec { podSelector: { matchLabels?: Record<string, string> }; policyTypes?: string[]; ingress?: Rule[]; egress?: Rule[] }
export interface PolicyManifest { metadata: { name: string; namespace?: string; annotations?: Record<string, string> }; spec: Spec }

/** A release that may be spoilt. */
export interface Release {
  readonly all: Manifest[];
  /** The policy that opens a port of a pod, or from a pod; with the rule that does. */
  readonly opening: (direction: 'ingress' | 'egress', pod: string, port: number) => { policy: PolicyManifest; rule: Rule };
  /** The policies that choose a pod and open nothing. */
  readonly denying: (pod: string) => PolicyManifest[];
  readonly drop: (policies: readonly PolicyManifest[]) => void;
  /** Labels of a pod as its template has them. */
  readonly labels: (pod: string) => Record<string, string>;
}

export interface Mistake {
  readonly name: string;
  readonly values?: Overlay;
  readonly plant: (release: Release) => void;
  /** Beginnings of lines that have to be among what the comparison or the structure says. */
  readonly shows: readonly string[];
}

export function spoilt(manifests: readonly Manifest[], { plant }: Mistake): Manifest[] {
  const all = structuredClone([...manifests]);
  const pods = renderedPods(all, NAMESPACE);
  const policies = all.filter(({ kind }) => kind === 'NetworkPolicy');
  const asPolicy = (manifest: Manifest): PolicyManifest => manifest as unknown as PolicyManifest;
  const podOf = (id: string) => {
    const pod = pods.find((one) => one.id === id);
    if (pod === undefined) throw new Error(`The release has no pod ${id}`);
    return pod;
  };
  const choosing = (id: string): Manifest[] =>
    // A hook has its policies twice: its own, and those that are there when it runs again.
    policies.filter((one) => (hookOf(one) === null) === (podOf(id).hook === null) && networkPolicy(one, NAMESPACE, { ipBlockMeansPods: false }).selects(podOf(id).endpoint));
  plant({
    all,
    opening: (direction, id, port) => {
      for (const manifest of choosing(id)) {
        const read = networkPolicy(manifest, NAMESPACE, { ipBlockMeansPods: false })[direction] ?? [];
        const at = read.findIndex(({ ports }) => ports?.some((range) => covers(range, 'TCP', port, podOf(id).endpoint)) ?? false);
        const rule = asPolicy(manifest).spec[direction]?.[at];
        if (rule !== undefined) return { policy: asPolicy(manifest), rule };
      }
      throw new Error(`No policy opens ${direction} ${port} for ${id}`);
    },
    denying: (id) => choosing(id).map(asPolicy).filter(({ spec }) => (spec.ingress ?? []).length === 0 && (spec.egress ?? []).length === 0),
    drop: (given) => {
      for (const policy of given) all.splice(all.indexOf(policy as unknown as Manifest), 1);
    },
    labels: (id) => {
      const { metadata, spec } = all.find((one) => one === podManifest(all, id)) as unknown as { metadata: { labels: Record<string, string> }; spec: { template?: { metadata: { labels: Record<string, string> } } } };
      return spec.template?.metadata.labels ?? metadata.labels;
    },
  });
  // What was read of an object while looking for the place holds no longer.
  return structuredClone(all);
}

function podManifest(all: readonly Manifest[], id: string): Manifest {
  const found = all.find((one) => renderedPods([one], NAMESPACE)[0]?.id === id);
  if (found === undefined) throw new Error(`The release has no pod ${id}`);
  return found;
}

const WIDE_STORE: Overlay = { global: { networkPolicy: { s3: { mode: 'cidr', cidrs: ['0.0.0.0/0'], except: ['169.254.0.0/16', '10.0.0.0/8'], port: 443 } } } };
const METADATA: Peer = { ipBlock: { cidr: '169.254.0.0/16' } };

/** What people get wrong, planted into a release one at a time. */
export const MISTAKES: readonly Mistake[] = [
  {
    name: 'the namespace and the pod of a peer become two peers',
    plant: ({ opening }) => {
      const { rule } = opening('ingress', 'auth/api', 8000);
      rule.from = (rule.from ?? []).flatMap(({ namespaceSelector, podSelector }): Peer[] => [{ ...(namespaceSelector && { namespaceSelector }) }, { ...(podSelector && { podSelector }) }]);
    },
    shows: ['unexpected: edge-namespace-other-pod → auth/api TCP/8000', 'unexpected: edge-labels-here → auth/api TCP/8000', 'N3'],
  },
  {
    name: 'the default denial of web is forgotten',
    plant: ({ denying, drop }) => drop(denying('web/web')),
    shows: ['unexpected: web/web → internet TCP/443', 'unexpected: web/web → postgres TCP/5432', 'N1 web/web: no policy isolates its egress'],
  },
  {
    name: 'the default denial of a migration Job is forgotten',
    plant: ({ denying, drop }) => drop(denying('auth/migrate')),
    shows: ['unexpected: internet → auth/migrate TCP/22', 'N1 auth/migrate: no policy isolates its ingress (install)'],
  },
  {
    name: 'DNS over TCP is forgotten',
    plant: ({ opening }) => {
      const { rule } = opening('egress', 'auth/api', 53);
      rule.ports = (rule.ports ?? []).filter(({ protocol }) => protocol === 'UDP');
    },
    shows: ['missing:    auth/api → kube-dns TCP/53'],
  },
  {
    name: 'an empty egress rule',
    plant: ({ opening }) => opening('egress', 'media/scan', 7070).policy.spec.egress?.push({}),
    shows: ['unexpected: media/scan → internet TCP/443', 'unexpected: media/scan → metadata TCP/80', 'N3'],
  },
  {
    name: 'an empty peer',
    plant: ({ opening }) => opening('egress', 'media/scan', 7070).rule.to?.push({}),
    shows: ['N3'],
  },
  {
    name: 'ports without peers',
    plant: ({ opening }) => {
      delete opening('egress', 'exercises/api', 5432).rule.to;
    },
    shows: ['unexpected: exercises/api → postgres-labels-elsewhere TCP/5432', 'N3'],
  },
  {
    name: 'a port by a name that the pod does not have',
    plant: ({ opening }) => {
      opening('ingress', 'consent/api', 8000).rule.ports = [{ port: 'web', protocol: 'TCP' }];
    },
    shows: ['missing:    edge → consent/api TCP/8000', 'N3'],
  },
  {
    name: 'the port of another container',
    plant: ({ opening }) => {
      opening('ingress', 'consent/api', 8000).rule.ports = [{ port: 8080, protocol: 'TCP' }];
    },
    shows: ['missing:    edge → consent/api TCP/8000', 'unexpected: edge → consent/api TCP/8080', 'N3'],
  },
  {
    name: 'a worker without its group',
    plant: ({ labels }) => {
      delete labels('exercises/worker')['sg.practika.dev/postgres-client'];
    },
    shows: ['missing:    exercises/worker → postgres TCP/5432'],
  },
  {
    name: 'the policy of a Job misses the Job by a letter',
    plant: ({ opening }) => {
      const { podSelector } = opening('egress', 'exercises/migrate', 5432).policy.spec;
      podSelector.matchLabels = { ...podSelector.matchLabels, 'app.kubernetes.io/component': 'migrations' };
    },
    shows: ['missing:    exercises/migrate → postgres TCP/5432', 'N2'],
  },
  {
    name: 'policyTypes without Egress',
    plant: ({ denying }) => {
      for (const { spec } of denying('web/web')) spec.policyTypes = ['Ingress'];
    },
    shows: ['unexpected: web/web → api-server TCP/6443', 'N1 web/web: no policy isolates its egress'],
  },
  {
    name: 'egress rules under policyTypes of ingress',
    plant: ({ opening }) => {
      opening('egress', 'auth/worker', 1025).policy.spec.policyTypes = ['Ingress'];
    },
    shows: ['missing:    auth/worker → smtp TCP/1025', 'N3'],
  },
  {
    name: 'the exceptions of a wide block are gone',
    values: WIDE_STORE,
    plant: ({ opening }) => {
      for (const peer of opening('egress', 'media/api', 443).rule.to ?? []) if (peer.ipBlock) delete peer.ipBlock.except;
    },
    shows: ['unexpected: media/api → metadata TCP/443', 'unexpected: media/api → private-address TCP/443', 'N3'],
  },
  {
    name: 'the edge is let to every pod of a chart',
    plant: ({ opening }) => {
      const { spec } = opening('ingress', 'media/api', 8000).policy;
      spec.podSelector = { matchLabels: { 'app.kubernetes.io/name': 'media' } };
    },
    shows: ['unexpected: edge → media/scan TCP/8000', 'N3'],
  },
  {
    name: 'metrics from anywhere',
    plant: ({ opening }) => {
      delete opening('ingress', 'media/worker', 9464).rule.from;
    },
    shows: ['unexpected: internet → media/worker TCP/9464', 'unexpected: foreign-pod → media/worker TCP/9464', 'N3'],
  },
  {
    name: 'the metadata address is let in',
    plant: ({ opening }) => opening('egress', 'media/process', 7070).policy.spec.egress?.push({ to: [METADATA], ports: [{ port: 80, protocol: 'TCP' }] }),
    shows: ['unexpected: media/process → metadata TCP/80', 'unexpected: media/process → pod-identity TCP/80', 'N3'],
  },
  {
    name: 'Prometheus in any namespace',
    plant: ({ opening }) => {
      for (const peer of opening('ingress', 'auth/api', 9464).rule.from ?? []) peer.namespaceSelector = {};
    },
    shows: ['unexpected: prometheus-labels-elsewhere → auth/api TCP/9464', 'N3'],
  },
  {
    name: 'Prometheus without a namespace',
    plant: ({ opening }) => {
      for (const peer of opening('ingress', 'auth/api', 9464).rule.from ?? []) delete peer.namespaceSelector;
    },
    shows: ['missing:    prometheus → auth/api TCP/9464', 'unexpected: prometheus-labels-here → auth/api TCP/9464', 'N3'],
  },
  {
    name: 'a block that is one bit too wide',
    values: { global: { networkPolicy: { postgres: { mode: 'cidr', cidrs: ['198.18.7.0/28'], port: 5432 } } } },
    plant: ({ opening }) => {
      for (const peer of opening('egress', 'consent/api', 5432).rule.to ?? []) if (peer.ipBlock) peer.ipBlock.cidr = '198.18.7.0/27';
    },
    shows: ['unexpected: consent/api → postgres-address-beyond TCP/5432'],
  },
  {
    name: 'the internal port is opened to the edge',
    plant: ({ opening }) => opening('ingress', 'exercises/api', 8000).rule.ports?.push({ port: 8001, protocol: 'TCP' }),
    shows: ['unexpected: edge → exercises/api TCP/8001'],
  },
  {
    name: 'a range of ports from the first to the last',
    plant: ({ opening }) => {
      opening('ingress', 'exercises/api', 8000).rule.ports = [{ port: 8000, endPort: 9464, protocol: 'TCP' }];
    },
    shows: ['unexpected: edge → exercises/api TCP/8001', 'unexpected: edge → exercises/api TCP/9464'],
  },
  {
    name: 'callers of any release',
    plant: ({ opening }) => {
      for (const { podSelector } of opening('ingress', 'media/api', 8001).rule.from ?? []) delete podSelector?.matchLabels?.['app.kubernetes.io/instance'];
    },
    shows: ['unexpected: other release exercises/api → media/api TCP/8001'],
  },
  {
    name: 'a worker joins the group of the scanner’s clients',
    plant: ({ labels }) => {
      labels('media/checksum')['sg.practika.dev/clamd-client'] = 'true';
    },
    shows: ['unexpected: media/checksum → clamav/clamd TCP/3310'],
  },
  {
    name: 'the policies of a Job are no hooks: at the first installation there are none',
    plant: ({ opening, denying }) => {
      for (const policy of [...denying('auth/migrate'), opening('egress', 'auth/migrate', 5432).policy]) delete policy.metadata.annotations;
    },
    shows: ['unexpected: internet → auth/migrate TCP/22', 'only in some phases: auth/migrate → postgres TCP/5432', 'N1 auth/migrate: no policy isolates its ingress (install)'],
  },
  {
    name: 'the policies of a Job come after it',
    plant: ({ opening }) => {
      const { annotations = {} } = opening('egress', 'auth/migrate', 5432).policy.metadata;
      annotations['helm.sh/hook-weight'] = '0';
    },
    shows: ['N1'],
  },
  {
    name: 'UDP where TCP is meant',
    plant: ({ opening }) => {
      for (const port of opening('egress', 'consent/worker', 5432).rule.ports ?? []) port.protocol = 'UDP';
    },
    shows: ['missing:    consent/worker → postgres TCP/5432', 'unexpected: consent/worker → postgres UDP/5432', 'N3'],
  },
  {
    name: 'a policy in another namespace',
    plant: ({ opening }) => {
      opening('egress', 'exercises/api', 8001).policy.metadata.namespace = 'elsewhere';
    },
    shows: ['missing:    exercises/api → auth/api TCP/8001', 'N2'],
  },
  {
    name: 'every pod of kube-system is the DNS',
    plant: ({ opening }) => {
      for (const peer of opening('egress', 'auth/api', 53).rule.to ?? []) if (peer.podSelector) peer.podSelector = {};
    },
    shows: ['unexpected: auth/api → kube-dns-namespace-other-pod UDP/53', 'N3'],
  },
];

