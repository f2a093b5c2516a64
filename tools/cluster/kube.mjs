// kubectl and helm as functions: output as text or objects, failures as sentences, and what was started in the background known.
import { spawn } from 'node:child_process';
import { helm as helmPath, kubectl as kubectlPath } from '../lib/kubernetes-tools.mjs';
import { portForward } from '../lib/port-forward.mjs';
import { run } from '../lib/proc.mjs';
import { UserError } from '../lib/say.mjs';

export const NAMESPACE = 'practika';
export const BACKENDS = 'practika-backends';
export const RELEASE = 'practika';

const background = new Set();
const [KUBECTL, HELM] = [kubectlPath(), helmPath()];

let cluster = null;
const pinned = (flag) => (cluster === null ? [] : [flag, cluster]);

/** From now on every command goes to this context, whichever one somebody makes the current one meanwhile. */
export function pinContext(name) {
  cluster = name;
}

async function call(program, name, args, { input, timeoutMs = 120_000, show = false, beat, may = false } = {}) {
  const done = await run(program, args, { input, timeoutMs, show, beat });
  if (done.code !== 0 && !may) throw new UserError(`${name} ${args.join(' ').slice(0, 200)} ended with ${done.code ?? 'a signal'}: ${(done.err || done.out).trim().split('\n').slice(-6).join(' | ')}`);
  return done;
}

/** @returns {Promise<{ code: number, out: string, err: string }>} `may: true` gives failures as they are */
export const kubectl = (args, options) => call(KUBECTL, 'kubectl', [...pinned('--context'), ...args], options);
export const helm = (args, options) => call(HELM, 'helm', [...pinned('--kube-context'), ...args], options);
export const get = async (args, options) => JSON.parse((await kubectl(['get', ...args, '-o', 'json'], options)).out);
export const apply = (objects, namespace) => kubectl(['apply', ...(namespace ? ['-n', namespace] : []), '-f', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) });
export const context = async () => (await kubectl(['config', 'current-context'])).out.trim();

/** A command in a container; the namespace is the release's unless told. */
export const exec = (pod, command, { namespace = NAMESPACE, container, ...options } = {}) =>
  kubectl(['exec', '-n', namespace, pod, ...(container ? ['-c', container] : []), ...(options.input === undefined ? [] : ['-i']), '--', ...command], options);

/** Runs JavaScript in a container of ours. */
export const execNode = (pod, script, options) => exec(pod, ['/nodejs/bin/node', '-e', script], options);

/** Rows of a query, as the database's superuser: each an array of texts. */
export async function sql(database, text, { may = false } = {}) {
  const pod = (await get(['pods', '-n', BACKENDS, '-l', 'app.kubernetes.io/name=postgres'])).items.find((p) => p.status.phase === 'Running');
  if (!pod) throw new UserError('no Postgres pod is running');
  const done = await exec(pod.metadata.name, ['psql', '-U', 'postgres', '-d', database, '-X', '-q', '-At', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-f', '-'], { namespace: BACKENDS, input: text, may });
  return done.out.split('\n').filter((line) => line !== '').map((line) => line.split('\t'));
}

/** Long-running pods of the release that take part, by component; Jobs, tests and pods that go are left out. */
export async function releasePods(selector = '') {
  const { items } = await get(['pods', '-n', NAMESPACE, '-l', `app.kubernetes.io/instance=${RELEASE}${selector ? `,${selector}` : ''}`]);
  return items.filter((pod) => !pod.metadata.deletionTimestamp && pod.metadata.ownerReferences?.some((owner) => ['ReplicaSet', 'StatefulSet'].includes(owner.kind)));
}

/** `auth/api` of a pod or a template */
export const componentOf = ({ metadata: { labels } }) => `${labels['app.kubernetes.io/name']}/${labels['app.kubernetes.io/component']}`;
export const isReady = (pod) => pod.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') === true;

/** Forwards a local port to a Service for as long as this program lives. @returns {Promise<number>} the local port */
export async function forward(namespace, service, port) {
  const { port: local, child } = await portForward(KUBECTL, pinned('--context'), namespace, service, port);
  background.add(child);
  child.once('exit', () => background.delete(child));
  return local;
}

/**
 * A command of a container that runs in the background and waits for a line on its standard input.
 * @returns {{ send: (line: string) => void, said: () => string, ended: Promise<void> }}
 */
export function execInBackground(pod, command) {
  const child = spawn(KUBECTL, [...pinned('--context'), 'exec', '-i', '-n', NAMESPACE, pod, '--', ...command], { stdio: ['pipe', 'pipe', 'pipe'] });
  background.add(child);
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { out += chunk; });
  child.stdin.on('error', () => {});
  const ended = new Promise((resolve) => {
    child.once('close', () => { background.delete(child); resolve(); });
  });
  return { send: (line) => child.stdin.write(`${line}\n`), said: () => out, ended };
}

export function endBackground() {
  for (const child of background) child.kill('SIGTERM');
}
