import { describe, expect, it } from '@jest/globals';
import { ciliumPolicy } from '../src/network/cilium-policy.js';
import type { AddressEndpoint, Endpoint, Namespaces, PodEndpoint, Protocol } from '../src/network/endpoints.js';
import { evaluator } from '../src/network/evaluator.js';
import { networkPolicy } from '../src/network/network-policy.js';
import { UnreadablePolicy } from '../src/network/policies.js';

const NAMESPACES: Namespaces = new Map([
  ['home', { 'kubernetes.io/metadata.name': 'home', team: 'a' }],
  ['away', { 'kubernetes.io/metadata.name': 'away', team: 'b' }],
]);
const pod = (id: string, over: Partial<PodEndpoint> = {}): PodEndpoint => ({
  kind: 'pod',
  id,
  namespace: 'home',
  labels: { app: id },
  ip: '10.1.0.1',
  hostNetwork: false,
  ports: [{ name: 'http', port: 8000, protocol: 'TCP' }],
  ...over,
});
const address = (ip: string, fqdn: string | null = null): AddressEndpoint => ({ kind: 'address', id: ip, ip, fqdn });
const web = pod('web');
const client = pod('client', { ip: '10.1.0.2' });
const stranger = pod('stranger', { namespace: 'away', ip: '10.1.0.3' });
const sameNameAway = pod('client', { namespace: 'away', ip: '10.1.0.4' });
const onHost = pod('web', { hostNetwork: true, ip: '172.18.0.2' });

type Spec = Readonly<Record<string, unknown>>;
const manifest = (kind: string, spec: Spec, index = 0) => ({ apiVersion: 'networking.k8s.io/v1', kind, metadata: { name: `policy-${index}`, namespace: 'home' }, spec });
const read = (specs: readonly Spec[], ipBlockMeansPods = true) => specs.map((spec, index) => networkPolicy(manifest('NetworkPolicy', spec, index), 'home', { ipBlockMeansPods }));

function allowed(specs: readonly Spec[], from: Endpoint, to: Endpoint, port: number, protocol: Protocol = 'TCP', ipBlockMeansPods = true): boolean {
  return evaluator(read(specs, ipBlockMeansPods), NAMESPACES).decide(from, to, protocol, port).allowed;
}

const onWeb = { podSelector: { matchLabels: { app: 'web' } } };
const onClient = { podSelector: { matchLabels: { app: 'client' } } };
const byApp = (app: string) => ({ podSelector: { matchLabels: { app } } });
const team = (name: string) => ({ namespaceSelector: { matchLabels: { team: name } } });
const ingress = (...rules: readonly Spec[]) => [{ ...onWeb, policyTypes: ['Ingress'], ingress: rules }];
const egress = (...rules: readonly Spec[]) => [{ ...onClient, policyTypes: ['Egress'], egress: rules }];

const PASS = true;
const DROP = false;
type Case = readonly [what: string, verdict: boolean, specs: readonly Spec[], from: Endpoint, to: Endpoint, port?: number, protocol?: Protocol];

const CASES: readonly Case[] = [
  // Isolation
  ['pods that no policy chooses are open', PASS, [], client, web],
  ['a policy without rules isolates whom it chooses', DROP, [{ ...onWeb, policyTypes: ['Ingress'] }], client, web],
  ['isolation for ingress leaves egress open', PASS, [{ ...onWeb, policyTypes: ['Ingress'] }], web, client],
  ['isolation for egress leaves ingress open', PASS, [{ ...onWeb, policyTypes: ['Egress'] }], client, web],
  ['an empty podSelector chooses every pod of the namespace', DROP, [{ podSelector: {} }], stranger, web],
  ['a missing podSelector is an empty one', DROP, [{ policyTypes: ['Ingress'] }], stranger, web],
  ['a policy chooses nobody in another namespace', PASS, [{ podSelector: {} }], client, stranger],
  ['host-network pods are not chosen', PASS, [{ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }], stranger, onHost],
  ['addresses outside are isolated by nobody', PASS, [{ ...onWeb, policyTypes: ['Ingress'] }], web, address('192.0.2.1')],
  // policyTypes
  ['without policyTypes a policy is about ingress', DROP, [onWeb], client, web],
  ['without policyTypes an egress rule makes it about egress', DROP, [{ ...onClient, egress: [{ to: [byApp('nobody')] }] }], client, web],
  ['without policyTypes an egress rule leaves it about ingress too', DROP, [{ ...onClient, egress: [{ to: [byApp('nobody')] }] }], web, client],
  ['trap: without policyTypes an empty egress list isolates nobody', PASS, [{ ...onClient, egress: [] }], client, web],
  ['trap: egress rules without Egress among policyTypes say nothing', PASS, [{ ...onClient, policyTypes: ['Ingress'], egress: [{ to: [byApp('nobody')] }] }], client, web],
  ['ingress rules without Ingress among policyTypes say nothing', PASS, [{ ...onWeb, policyTypes: ['Egress'], ingress: [{ from: [byApp('nobody')] }] }], client, web],
  // Both ends
  ['both ends have to let it pass: only ingress does', DROP, [...ingress({ from: [byApp('client')] }), { ...onClient, policyTypes: ['Egress'] }], client, web],
  ['both ends have to let it pass: only egress does', DROP, [...egress({ to: [byApp('web')] }), { ...onWeb, policyTypes: ['Ingress'] }], client, web],
  ['both ends let it pass', PASS, [...ingress({ from: [byApp('client')] }), ...egress({ to: [byApp('web')] })], client, web],
  ['policies add up, in any order', PASS, [...ingress({ from: [byApp('client')] }), { podSelector: {}, policyTypes: ['Ingress'] }], client, web],
  // Peers
  ['trap: a rule without peers means everyone', PASS, ingress({ ports: [{ port: 8000 }] }), stranger, web],
  ['trap: an empty list of peers means everyone', PASS, ingress({ from: [] }), stranger, web],
  ['trap: an empty rule opens the direction', PASS, egress({}), client, address('203.0.113.9')],
  ['a podSelector alone means the own namespace', PASS, ingress({ from: [byApp('client')] }), client, web],
  ['a podSelector alone does not mean other namespaces', DROP, ingress({ from: [byApp('client')] }), sameNameAway, web],
  ['an empty podSelector as peer means every pod of the own namespace', PASS, ingress({ from: [{ podSelector: {} }] }), client, web],
  ['an empty podSelector as peer means none of other namespaces', DROP, ingress({ from: [{ podSelector: {} }] }), stranger, web],
  ['a namespaceSelector alone means every pod there', PASS, ingress({ from: [team('b')] }), stranger, web],
  ['an empty namespaceSelector means every namespace', PASS, ingress({ from: [{ namespaceSelector: {} }] }), stranger, web],
  ['an empty namespaceSelector does not mean addresses', DROP, ingress({ from: [{ namespaceSelector: {} }] }), address('192.0.2.1'), web],
  ['selectors in one peer must both hold', DROP, ingress({ from: [{ ...team('b'), ...byApp('client') }] }), stranger, web],
  ['selectors in one peer that both hold', PASS, ingress({ from: [{ ...team('b'), ...byApp('client') }] }), sameNameAway, web],
  ['trap: selectors in two peers are alternatives (namespace)', PASS, ingress({ from: [team('b'), byApp('client')] }), stranger, web],
  ['trap: selectors in two peers are alternatives (pod)', PASS, ingress({ from: [team('b'), byApp('client')] }), client, web],
  ['the automatic name label of namespaces', PASS, ingress({ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'away' } } }] }), stranger, web],
  ['selectors never mean host-network pods', DROP, ingress({ from: [{ namespaceSelector: {} }] }), onHost, web],
  // matchExpressions
  ['In', PASS, ingress({ from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['x', 'client'] }] } }] }), client, web],
  ['In without the label', DROP, ingress({ from: [{ podSelector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['x'] }] } }] }), client, web],
  ['NotIn', DROP, ingress({ from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['client'] }] } }] }), client, web],
  ['trap: NotIn holds where the label is missing', PASS, ingress({ from: [{ podSelector: { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['x'] }] } }] }), client, web],
  ['Exists', PASS, ingress({ from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } }] }), client, web],
  ['DoesNotExist', DROP, ingress({ from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }] }), client, web],
  ['labels and expressions must all hold', DROP, ingress({ from: [{ podSelector: { matchLabels: { app: 'client' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] } }] }), client, web],
  // ipBlock
  ['an ipBlock means addresses', PASS, egress({ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }), client, address('192.0.2.255')],
  ['an ipBlock ends where it ends', DROP, egress({ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }), client, address('192.0.3.0')],
  ['except takes out of the block', DROP, egress({ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }] }), client, address('169.254.169.254')],
  ['except takes nothing else', PASS, egress({ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }] }), client, address('169.254.169.253')],
  ['trap: another peer gives back what except took', PASS, egress({ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } }, { ipBlock: { cidr: '169.254.169.0/24' } }] }), client, address('169.254.169.254')],
  ['host-network pods are their node address', PASS, ingress({ from: [{ ipBlock: { cidr: '172.18.0.0/16' } }] }), onHost, web],
  ['IPv4 blocks hold no IPv6 address', DROP, egress({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }), client, address('2001:db8::1')],
  ['IPv6 blocks', PASS, egress({ to: [{ ipBlock: { cidr: '2001:db8::/32' } }] }), client, address('2001:db8:ffff::1')],
  // Ports
  ['a rule without ports means every port', PASS, ingress({ from: [byApp('client')] }), client, web, 31_337],
  ['an empty list of ports means every port', PASS, ingress({ from: [byApp('client')], ports: [] }), client, web, 31_337],
  ['a port is that port', DROP, ingress({ from: [byApp('client')], ports: [{ port: 8000 }] }), client, web, 8001],
  ['the protocol is TCP where none is named', DROP, ingress({ from: [byApp('client')], ports: [{ port: 53 }] }), client, web, 53, 'UDP'],
  ['a protocol without a port means all its ports', PASS, ingress({ from: [byApp('client')], ports: [{ protocol: 'UDP' }] }), client, web, 53, 'UDP'],
  ['a protocol without a port means no other protocol', DROP, ingress({ from: [byApp('client')], ports: [{ protocol: 'UDP' }] }), client, web, 53],
  ['endPort includes its end', PASS, ingress({ from: [byApp('client')], ports: [{ port: 8000, endPort: 8010 }] }), client, web, 8010],
  ['endPort ends there', DROP, ingress({ from: [byApp('client')], ports: [{ port: 8000, endPort: 8010 }] }), client, web, 8011],
  ['a named port is looked up at the destination (ingress)', PASS, ingress({ from: [byApp('client')], ports: [{ port: 'http' }] }), client, web, 8000],
  ['a named port is looked up at the destination (egress)', PASS, egress({ to: [byApp('web')], ports: [{ port: 'http' }] }), client, web, 8000],
  ['a name that the destination does not have opens nothing', DROP, ingress({ from: [byApp('client')], ports: [{ port: 'htttp' }] }), client, web, 8000],
  ['a named port has a protocol', DROP, ingress({ from: [byApp('client')], ports: [{ port: 'http', protocol: 'UDP' }] }), client, web, 8000, 'UDP'],
  ['addresses have no named ports', DROP, egress({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 'http' }] }), client, address('192.0.2.1'), 8000],
  ['peers of one rule do not get the ports of another', DROP, ingress({ from: [byApp('client')], ports: [{ port: 8000 }] }, { from: [team('b')], ports: [{ port: 9464 }] }), client, web, 9464],
];

describe('the evaluator of network policies', () => {
  it.each(CASES)('should follow the specification: %s', (_what, verdict, specs, from, to, port = 8000, protocol = 'TCP') => {
    expect(allowed(specs, from, to, port, protocol)).toBe(verdict);
  });

  it('should read an ipBlock with and without pods, since implementations differ', () => {
    const specs = egress({ to: [{ ipBlock: { cidr: '10.1.0.0/16' } }] });
    expect([true, false].map((means) => allowed(specs, client, web, 8000, 'TCP', means))).toEqual([true, false]);
  });

  it('should name the policies of both ends that let a connection pass', () => {
    const decision = evaluator(read([...ingress({ from: [byApp('client')] }), ...egress({ to: [byApp('web')] }), ...egress({ to: [byApp('nobody')] })]), NAMESPACES).decide(client, web, 'TCP', 8000);
    expect(decision).toEqual({ allowed: true, egress: { open: false, by: ['policy-1'] }, ingress: { open: false, by: ['policy-0'] } });
  });

  it.each([
    ['a peer without a selector', ingress({ from: [{}] })],
    ['ipBlock beside a selector', ingress({ from: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] })],
    ['a misspelt field, which the server would drop', ingress({ from: [{ namepaceSelector: {} }] })],
    ['an exception outside of its block', egress({ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['169.254.169.254/32'] } }] })],
    ['endPort after a name', ingress({ ports: [{ port: 'http', endPort: 9000 }] })],
    ['endPort below port', ingress({ ports: [{ port: 9000, endPort: 8000 }] })],
    ['`from` in an egress rule', egress({ from: [byApp('web')] })],
    ['a block that is none', egress({ to: [{ ipBlock: { cidr: '10.0.0.0' } }] })],
  ])('should refuse what the API server refuses or drops: %s', (_what, specs) => {
    expect(() => read(specs)).toThrow(UnreadablePolicy);
  });
});

describe('the evaluator of policies by name', () => {
  const bucket = address('198.51.100.7', 'media.s3.eu-central-1.example.com');
  const dns = pod('dns', { namespace: 'away', labels: { 'k8s-app': 'kube-dns' } });
  const cilium = (rule: Spec) => evaluator([ciliumPolicy(manifest('CiliumNetworkPolicy', { endpointSelector: { matchLabels: { 'k8s:app': 'client' } }, egress: [rule] }), 'home')], NAMESPACES);
  const https = [{ ports: [{ port: '443', protocol: 'TCP' }] }];

  it.each([
    ['the name', PASS, { matchName: 'media.s3.eu-central-1.example.com' }, bucket, 443],
    ['another port', DROP, { matchName: 'media.s3.eu-central-1.example.com' }, bucket, 80],
    ['another name', DROP, { matchName: 's3.eu-central-1.example.com' }, bucket, 443],
    ['a star for one label', PASS, { matchPattern: '*.s3.eu-central-1.example.com' }, bucket, 443],
    ['trap: a star does not stand for two labels', DROP, { matchPattern: '*.eu-central-1.example.com' }, bucket, 443],
    ['two stars for any number of labels', PASS, { matchPattern: '**.example.com' }, bucket, 443],
    ['a dot is a dot', DROP, { matchPattern: 'media.s3xeu-central-1.example.com' }, bucket, 443],
    ['an address without a name', DROP, { matchPattern: '*' }, address('203.0.113.9'), 443],
  ])('should reach %s', (_what, verdict, name, to, port) => {
    expect(cilium({ toFQDNs: [name], toPorts: https }).decide(client, to, 'TCP', port).allowed).toBe(verdict);
  });

  it('should isolate whom it chooses, and nobody else', () => {
    const one = cilium({ toFQDNs: [{ matchName: 'x.example.com' }], toPorts: https });
    expect([one.decide(client, web, 'TCP', 8000).allowed, one.decide(web, client, 'TCP', 8000).allowed]).toEqual([false, true]);
  });

  it('should find pods of another namespace by the labels that Cilium gives them', () => {
    const rule = { toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'away', 'k8s:k8s-app': 'kube-dns' } }], toPorts: [{ ports: [{ port: '53' }], rules: { dns: [{ matchPattern: '*' }] } }] };
    const one = cilium(rule);
    expect([one.decide(client, dns, 'UDP', 53).allowed, one.decide(client, dns, 'TCP', 53).allowed, one.decide(client, stranger, 'UDP', 53).allowed]).toEqual([true, true, false]);
  });

  it('should refuse fields that it does not know', () => {
    expect(() => cilium({ toEntities: ['world'], toPorts: https })).toThrow(UnreadablePolicy);
  });
});
