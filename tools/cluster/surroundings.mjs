// What a proof stands on: images, namespaces, backends, the edge, and all of it gone afterwards.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/paths.mjs';
import { run } from '../lib/proc.mjs';
import { info, step, UserError } from '../lib/say.mjs';
import { waitFor } from '../lib/wait.mjs';
import { useEdge } from '../lib/edge.mjs';
import { removeStandIns } from './network/sources.mjs';
import { BACKENDS, context, get, helm, kubectl, NAMESPACE, pinContext, RELEASE } from './kube.mjs';

/** Tags of the two versions: the same code under two names. */
export const VERSIONS = { a: 'cluster-a', b: 'cluster-b' };
/** Ours, so that namespaces of somebody else are never removed. */
const MARK = 'practika.dev/made-by';
const OWNER = 'test-cluster';

async function program(args, { env = {}, beat } = {}) {
  const done = await run(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, show: true, beat });
  if (done.code !== 0) throw new UserError(`${args.join(' ')} ended with ${done.code}`);
}

/** The context's name. @throws UserError unless it is one of kind or the one that was named */
export async function rightContext(named) {
  const current = await context();
  if (current !== named && (named !== null || !current.startsWith('kind-'))) {
    throw new UserError(`The current kube-context is ${current}${named === null ? ', which is no kind cluster' : ` and not ${named}`}`, `npm run test:cluster -- --context ${current}`);
  }
  pinContext(current);
  return current;
}

export async function buildImages() {
  step('images: version A, and B of the same code');
  await program(['tools/images.mjs', '--tag', VERSIONS.a, '--load']);
  await program(['tools/images.mjs', '--tag', VERSIONS.b, '--load']);
}

/** Images of the backends that this machine has; the others the nodes fetch for themselves. */
export async function loadBackendImages(loader) {
  const texts = readdirSync(join(ROOT, 'k8s/backends')).filter((name) => name.endsWith('.yaml')).map((name) => readFileSync(join(ROOT, 'k8s/backends', name), 'utf8'));
  const wanted = [...new Set(texts.flatMap((text) => [...text.matchAll(/^\s+(?:- )?image: (\S+)$/gm)].map(([, image]) => image))), 'clamav/clamav:1.4'];
  const here = [];
  for (const image of wanted) if ((await run('docker', ['image', 'inspect', image, '--format', 'here'])).code === 0) here.push(image);
  if (here.length === 0) return;
  step(`loading the backends' images: ${here.join(' ')}`);
  const done = await run('sh', ['-c', `${loader || 'kind load docker-image'} "$@"`, 'sh', ...here], { show: true, env: { KIND_CLUSTER_NAME: 'practika', ...process.env }, beat: 'loading' });
  if (done.code !== 0) throw new UserError('the backends\' images could not be loaded');
}

const namespaceNamed = async (name) => (await kubectl(['get', 'namespace', name, '--ignore-not-found', '-o', 'json'])).out.trim();

export const isInstalled = async () => (await helm(['status', RELEASE, '-n', NAMESPACE], { may: true })).code === 0;

/** Removes what an earlier run of this program left. @throws UserError when the namespaces are somebody else's */
export async function removeAll() {
  await removeStandIns();
  const there = [];
  for (const name of [NAMESPACE, BACKENDS]) {
    const text = await namespaceNamed(name);
    if (text === '') continue;
    if (JSON.parse(text).metadata.annotations?.[MARK] !== OWNER) {
      throw new UserError(`The namespace ${name} is there and was not made by this program`, 'node tools/k8s-dev.mjs --wipe, if nobody needs it');
    }
    there.push(name);
  }
  if (there.length === 0) return;
  step(`removing ${there.join(' and ')}`);
  if (await isInstalled()) await helm(['uninstall', RELEASE, '-n', NAMESPACE, '--wait', '--timeout', '3m'], { timeoutMs: 200_000, may: true });
  // Grace periods of workers are long: nobody waits for a job of a namespace that goes.
  await kubectl(['delete', 'pods', '--all', '-n', NAMESPACE, '--grace-period=1', '--wait=false'], { may: true });
  await kubectl(['delete', 'namespace', ...there, '--timeout=180s'], { timeoutMs: 200_000 });
}

const sizeOf = (node, pods) => pods.filter((pod) => pod.spec.nodeName === node).length;

/**
 * The node that will be drained: not the edge's, and kept free of the backends, each of which is there once and stands for
 * something outside of the cluster. Null where there is only one node to choose from.
 */
export async function nodeToSpare() {
  const nodes = (await get(['nodes'])).items.filter((node) => !node.spec.unschedulable && !(node.spec.taints ?? []).some((taint) => taint.effect !== 'PreferNoSchedule'));
  if (nodes.length < 2) return null;
  const { items: pods } = await get(['pods', '-A']);
  const placed = pods.filter((pod) => pod.metadata.namespace === BACKENDS || pod.metadata.ownerReferences?.[0]?.kind === 'ReplicaSet');
  const edge = pods.filter((pod) => pod.metadata.namespace === 'ingress').map((pod) => pod.spec.nodeName);
  const names = nodes.map((node) => node.metadata.name).filter((name) => !edge.includes(name));
  return names.toSorted((a, b) => sizeOf(a, placed) - sizeOf(b, placed) || a.localeCompare(b))[0] ?? null;
}

/** Namespaces, backends and secrets; the spare node takes none of the backends. */
export async function prepare(contextName, spare) {
  if (spare) await kubectl(['cordon', spare]);
  try {
    await program(['tools/k8s-dev.mjs', '--context', contextName], { beat: 'backends' });
    await kubectl(['rollout', 'status', '-n', BACKENDS, 'statefulset,deployment', '--timeout=180s'], { timeoutMs: 200_000 });
  } finally {
    if (spare) await kubectl(['uncordon', spare]);
  }
  await kubectl(['annotate', 'namespace', '--overwrite', NAMESPACE, BACKENDS, `${MARK}=${OWNER}`]);
}

/** Where requests for the names below .localhost go. */
export async function findEdge(given) {
  const address = given || (await waitFor('the address of the ingress controller', async () => {
    const { items } = await get(['ingress', '-n', BACKENDS]);
    const [at] = items.flatMap((ingress) => ingress.status?.loadBalancer?.ingress ?? []);
    return at?.ip ?? at?.hostname;
  }, { timeoutMs: 60_000, everyMs: 1_000 }).catch(() => { throw new UserError('No Ingress has an address in its status', 'PRACTIKA_EDGE=ADDRESS[:PORT] says where the ingress controller is'); }));
  useEdge(address);
  info(`requests to *.localhost go to ${address}`);
  return address;
}
