import { EDGES, type Edge } from './edges.js';
import { internalCalls, overview } from './page-pictures.js';
import { code, groupedLines, policiesAt, rowOf, rowsWhere, table } from './page-tables.js';
import { BASE, sidesOf, subjectOf, type Subject } from './subject.js';
import { SWITCHES } from './switches.js';

const EDGE_MODES: readonly (readonly [mode: string, given: object])[] = [
  ['selector', {}],
  ['alb', { mode: 'alb', cidrs: ['198.18.1.0/28'] }],
  ['hostNetwork', { mode: 'hostNetwork', cidrs: ['172.18.0.0/29'] }],
];
const inMode = (given: object): Subject => (Object.keys(given).length === 0 ? subjectOf(BASE) : subjectOf(BASE, { global: { networkPolicy: { edge: given } } }));

function peersOf(subject: Subject): string {
  const { mode, namespace, pods, cidrs } = subject.settings.global.networkPolicy.edge;
  const labels = (given: Readonly<Record<string, string>>): string => Object.entries(given).map(([key, value]) => `${key}=${value}`).join(', ');
  return mode === 'selector' ? `namespace \`${labels(namespace)}\` AND pod \`${labels(pods)}\`` : `ipBlock ${code(cidrs)}`;
}

function securityGroups(base: Subject): string {
  const chain = (stands: string, subject: Subject) => {
    const rows = rowsWhere(subject, (edge) => edge.stands === stands);
    return { rows, source: policiesAt('egress', rows, subject), destination: policiesAt('ingress', rows, subject) };
  };
  const fromAnywhere = rowsWhere(base, (_edge, row) => rowOf(row).from === 'internet');
  const lines: string[][] = [
    ['`security-groups.alb`: 80 and 443 from anywhere', 'the edge proxy or load balancer; the charts install none, and give the internet no row', '–', '–', `${fromAnywhere.length} rows from \`internet\``],
    ...EDGE_MODES.map(([mode, given]) => {
      const subject = inMode(given);
      const { rows, destination } = chain('security-groups.ecs', subject);
      return [`\`security-groups.ecs\`: 8000 from the group of the load balancer (mode \`${mode}\`)`, peersOf(subject), 'the proxy’s own, outside of the charts', code(destination), groupedLines(rows)];
    }),
  ];
  const rds = chain('security-groups.rds', base);
  lines.push(['`security-groups.rds`: 5432 from the group of the application', 'pods with `sg.practika.dev/postgres-client`', code(rds.source), 'the database’s own: a security group, or a policy beside it', groupedLines(rds.rows)]);
  const s3 = chain('network-access-control.s3-access', base);
  lines.push(['`network-access-control.s3-access`: by roles', 'pods with `sg.practika.dev/s3-client`, and a role each', code(s3.source), 'the store’s own', groupedLines(s3.rows)]);
  return table(['Rule of the original', 'Who is let in', 'Policies at the source', 'Policies at the destination', 'Rows of the matrix'], lines);
}

function everyEdge(base: Subject): string {
  const edges = [...new Set(EDGES)].flatMap((edge: Edge) => {
    const rows = rowsWhere(base, (one) => one === edge);
    if (rows.length === 0) return [];
    return [[edge.id, groupedLines(rows), code(policiesAt('egress', rows, base)), code(policiesAt('ingress', rows, base)), edge.why]];
  });
  return table(['Edge', 'Rows', 'Policies at the source', 'Policies at the destination', 'Why'], edges);
}

const switchTable = (): string => table(['Switch', 'Rows that go', 'Rows that come'], SWITCHES.map(({ name, gone, come }) => [name, groupedLines(gone), groupedLines(come)]));

/** docs/kubernetes/network.md. */
export function networkPage(): string {
  const base = subjectOf(BASE);
  const policies = base.manifests.filter(({ kind }) => kind === 'NetworkPolicy').length;
  void sidesOf;
  return `# The network

<!-- Made from ${BASE}, libs/deployment/src/network/edges.ts and the rendered policies by tools/network-page.mjs. Do not edit. -->

Every pod of Practika is denied everything in both directions; then one policy per edge and side opens what the table below
names. The table is written by hand (\`libs/deployment/src/network/edges.ts\`), the policies are rendered by the charts, and a test decides
every source × destination × port of every ci values file by the NetworkPolicy specification and wants the one to equal the other:
${base.matrix.cells} cells here, ${base.matrix.allowed.size} of them allowed, ${policies} policies. Pods are named \`<chart>/<component>\`.

${overview(base)}

Not drawn: DNS (all but the web app) and Prometheus (9464 of every long-running process). Calls between services:

${internalCalls(base)}

## The original's security groups

A label \`sg.practika.dev/<group>: "true"\` is membership in a group. Who may label pods in the release's namespace may join a group.

${securityGroups(base)}

## Every edge

\`–\` at a side: that end is no pod of the charts and has to be guarded where it lives.

${everyEdge(base)}

## What a switch changes

Each of these, over the same values, changes these rows and no other.

${switchTable()}

## What policies cannot do

- **hostNetwork mode** lets in whatever has an address of the nodes' block, not the proxy alone.
- **alb mode** lets in the whole block of the load balancer's subnets; keep them for load balancers.
- **cidr mode** of a store with \`0.0.0.0/0\` is every host at that port, less \`except\`. Prefer an endpoint's block, or fqdn mode with Cilium.
- A node reaches the pods on it (probes), and a pod reaches itself: no policy decides that.
- Labels grant. A namespace where others make pods needs an admission policy for \`sg.practika.dev/*\`.
- A CNI may ignore all of it. \`helm test\` opens a connection that has to fail, and says so when it does not.
`;
}
