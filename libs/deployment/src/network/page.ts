import { EDGES } from './edges.js';
import { internalCalls, overview } from './page-pictures.js';
import { code, groupedLines, policiesAt, policyNames, rowOf, rowsWhere, table } from './page-tables.js';
import { BASE, subjectOf, type Subject } from './subject.js';
import { SWITCHES } from './switches.js';

const EDGE_MODES: readonly object[] = [{ mode: 'alb', cidrs: ['198.18.1.0/28'] }, { mode: 'hostNetwork', cidrs: ['172.18.0.0/29'] }];

function edgePeers({ settings }: Subject): string {
  const { mode, namespace, pods, cidrs } = settings.global.networkPolicy.edge;
  const labels = (given: Readonly<Record<string, string>>): string => Object.entries(given).map(([key, value]) => `${key}=${value}`).join(', ');
  return mode === 'selector' ? `namespace \`${labels(namespace)}\` AND pod \`${labels(pods)}\`` : `ipBlock ${code(cidrs)}`;
}

/** Each rule of the original's security groups, and the policies and rows that it is now. */
function securityGroups(base: Subject, otherEdges: readonly Subject[]): string {
  const chain = (stands: string, subject: Subject) => {
    const rows = rowsWhere(subject, (edge) => edge.stands === stands);
    return { rows: groupedLines(rows), source: policyNames(policiesAt('egress', rows, subject)), destination: policyNames(policiesAt('ingress', rows, subject)) };
  };
  const fromInternet = [...base.matrix.allowed.keys()].filter((row) => rowOf(row).from === 'internet');
  const rds = chain('security-groups.rds', base);
  const s3 = chain('network-access-control.s3-access', base);
  const anyToApi = [...base.matrix.allowed.keys()].filter((row) => ['api-server', 'api-server-service', 'metadata', 'node'].includes(rowOf(row).to));
  return table(
    ['Rule of the original', 'Who is let in', 'Policies at the source', 'Policies at the destination', 'Rows of the matrix'],
    [
      ['`security-groups.alb`, `network-access-control.internet-access`: 80 and 443 from anywhere, to the load balancer only', 'the load balancer or edge proxy, which the charts do not install', '–', 'default-deny of every pod', `${fromInternet.length} rows from \`internet\``],
      ...[base, ...otherEdges].map((subject) => {
        const { rows, destination } = chain('security-groups.ecs', subject);
        return [`\`security-groups.ecs\`: 8000 from the group of the load balancer (mode \`${subject.settings.global.networkPolicy.edge.mode}\`)`, edgePeers(subject), 'the proxy’s own', destination, rows];
      }),
      ['`security-groups.rds`, `network-access-control.database-access`: 5432 from the group of the application', 'pods with `sg.practika.dev/postgres-client`', rds.source, 'the database’s own: a security group, or a policy beside it', rds.rows],
      ['`network-access-control.s3-access`: by roles', 'pods with `sg.practika.dev/s3-client`, and a role each', s3.source, 'the store’s own', s3.rows],
      ['`vpc-configuration.private-subnets`: no way out but what is needed', '–', 'default-deny of every pod', '–', `${anyToApi.length} rows to the API server, the nodes or the metadata address`],
    ],
  );
}

function everyEdge(base: Subject): string {
  const lines = EDGES.flatMap((edge) => {
    const rows = rowsWhere(base, (one) => one === edge);
    return rows.length === 0 ? [] : [[edge.id, groupedLines(rows), policyNames(policiesAt('egress', rows, base)), policyNames(policiesAt('ingress', rows, base)), edge.why]];
  });
  const extra = rowsWhere(base, ({ id }) => id === 'extra');
  if (extra.length > 0) lines.push(['extra', groupedLines(extra), policyNames(policiesAt('egress', extra, base)), policyNames(policiesAt('ingress', extra, base)), 'the values say so']);
  return table(['Edge', 'Rows', 'Policies at the source', 'Policies at the destination', 'Why'], lines);
}

const isIdle = ({ gone, come }: { readonly gone: readonly string[]; readonly come: readonly string[] }): boolean => gone.length + come.length === 0;
const switchTable = (): string => table(['Switch', 'Rows that go', 'Rows that come'], SWITCHES.filter((one) => !isIdle(one)).map(({ name, gone, come }) => [name, groupedLines(gone), groupedLines(come)]));

const facts = ({ matrix, manifests }: Subject): string =>
  `${matrix.cells.toLocaleString('en')} cells, ${matrix.allowed.size} of them allowed, by ${manifests.filter(({ kind }) => kind.endsWith('NetworkPolicy')).length} policies`;

function sections(base: Subject, otherEdges: readonly Subject[]): string {
  return `${overview(base)}

Not drawn: DNS, which all but the web app ask, and Prometheus, which reads 9464 of every long-running process. Calls between services:

${internalCalls(base)}

## The original's security groups

A label \`sg.practika.dev/<group>: "true"\` is membership in a group. Who may label pods in the release's namespace may join a group.

${securityGroups(base, otherEdges)}

## Every edge

\`–\` at a side: that end is no pod of the charts and has to be guarded where it lives.

${everyEdge(base)}
`;
}

/** The same of an operator's own values, to be held against security groups as they are. @param file relative to the repository */
export function networkReport(file: string): string {
  const subject = subjectOf(file);
  return `# The network under these values\n\n${facts(subject)}.\n\n${sections(subject, [])}`;
}

/** docs/kubernetes/network.md. */
export function networkPage(): string {
  const base = subjectOf(BASE);
  const otherEdges = EDGE_MODES.map((edge) => subjectOf(BASE, { global: { networkPolicy: { edge } } }));
  return `# The network

<!-- Made by tools/network-page.mjs from ${BASE}, the edges of libs/deployment/src/network/edges.ts and the rendered policies. Do not edit. -->

Every pod of Practika is denied everything in both directions; then one policy per edge and side opens what the tables below
name. The edges are written by hand (\`libs/deployment/src/network/edges.ts\`), the policies are rendered by the charts. A test decides every
source × destination × port under every ci values file by the NetworkPolicy specification, in every phase of a release (first installation,
upgrade, running, \`helm test\`), and wants the one to equal the other. Under the development values that is ${facts(base)}. Pods are named \`<chart>/<component>\`.

\`node tools/network-page.mjs --values <file>\` prints the same tables for values of your own.

${sections(base, otherEdges)}
## What a switch changes

Each of these, over the same values, changes these rows and no other; a test says so.

${switchTable()}

No row changes with: ${SWITCHES.filter(isIdle).map(({ name }) => name).join('; ')}.

## What policies cannot do

- **hostNetwork mode** lets in whatever has an address of the nodes' block, not the proxy alone.
- **alb mode** lets in the whole block of the load balancer's subnets; keep them for load balancers.
- **cidr mode** with \`0.0.0.0/0\` is every host at that port, less \`except\`. Prefer an endpoint's block, or fqdn mode with Cilium.
- **fqdn mode** learns addresses from answers of the cluster's DNS that pass Cilium. A DNS cache on the nodes needs Cilium's local redirect, or names stay unknown.
- **extraEgress** and **extraIngress** are for every pod of a chart, its Jobs too; \`helm test\` pods get none.
- A node reaches the pods on it (probes), and a pod reaches itself: no policy decides that.
- Labels grant. A namespace where others make pods needs an admission policy for \`sg.practika.dev/*\`.
- A CNI may ignore all of it. \`helm test\` opens a connection that has to fail, and says so when it does not.
`;
}
