// The cluster by kubectl: objects in and out, waits that say what they wait for, and ports forwarded to this machine.
import { portForward } from '../lib/port-forward.mjs';
import { run } from '../lib/proc.mjs';
import { step, UserError } from '../lib/say.mjs';
import { sleep } from '../lib/wait.mjs';

const lastLines = (text) => text.trim().split('\n').slice(-6).join(' | ');

export class Cluster {
  #kubectl;
  #context;
  #forwards = new Set();

  constructor(kubectl, context) {
    this.#kubectl = kubectl;
    this.#context = context;
  }

  /** Runs kubectl; gives its output. @throws UserError unless `may` */
  async call(args, { input, timeoutMs = 60_000, may = false, beat } = {}) {
    const done = await run(this.#kubectl, ['--context', this.#context, '--request-timeout=30s', ...args], { input, timeoutMs, beat });
    if (done.code !== 0 && !may) throw new UserError(`kubectl ${args.slice(0, 5).join(' ')} failed: ${lastLines(done.err || done.out) || 'no answer in time'}`);
    return done.code === 0 ? done.out : null;
  }

  /** An object, or null when there is none. */
  async get(kind, name, namespace) {
    const text = await this.call(['get', kind, name, ...(namespace ? ['-n', namespace] : []), '--ignore-not-found', '-o', 'json']);
    return text.trim() === '' ? null : JSON.parse(text);
  }

  async list(kind, namespace, selector) {
    const text = await this.call(['get', kind, ...(namespace ? ['-n', namespace] : []), ...(selector ? ['-l', selector] : []), '-o', 'json']);
    return JSON.parse(text).items;
  }

  send(verb, object) {
    return this.call([verb, '-f', '-'], { input: JSON.stringify(object) });
  }

  /** Waits until every Deployment and StatefulSet of a namespace is as it should be, and says now and then which is not. */
  async settled(namespace, { timeoutMs }) {
    const began = Date.now();
    let told = '';
    for (;;) {
      const [deployments, sets] = [await this.list('deployments', namespace), await this.list('statefulsets', namespace)];
      const waiting = [...deployments, ...sets].filter(({ metadata, spec, status }) => {
        const fresh = status.observedGeneration === metadata.generation && (status.updatedReplicas ?? status.currentReplicas ?? 0) === spec.replicas;
        return !fresh || (status.readyReplicas ?? 0) !== spec.replicas || (status.replicas ?? 0) !== spec.replicas;
      }).map(({ metadata }) => metadata.name);
      if (waiting.length === 0) return;
      const seconds = Math.round((Date.now() - began) / 1000);
      if (Date.now() - began > timeoutMs) throw new UserError(`Not ready after ${seconds} s: ${waiting.join(', ')}. ${await this.#whyNot(namespace)}`, `kubectl --context ${this.#context} -n ${namespace} get pods,events`);
      const line = `waiting for ${waiting.join(', ')}`;
      if (line !== told) step(line);
      told = line;
      await sleep(1_500);
    }
  }

  /** What the pods that are not ready say of themselves. */
  async #whyNot(namespace) {
    const pods = (await this.list('pods', namespace)).filter(({ status }) => !status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True'));
    const reasons = pods.map(({ metadata, status }) => {
      const waiting = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].map(({ state }) => state.waiting).find(Boolean);
      const unscheduled = status.conditions?.find((c) => c.type === 'PodScheduled' && c.status === 'False');
      return `${metadata.name}: ${waiting ? `${waiting.reason} ${waiting.message ?? ''}`.trim() : (unscheduled?.message ?? status.phase)}`;
    });
    return reasons.join('; ') || 'There is no pod: the events say why.';
  }

  /** Forwards a free local port to a Service until `close`. @returns {Promise<number>} */
  async forward(namespace, service, port) {
    const { port: local, child } = await portForward(this.#kubectl, ['--context', this.#context], namespace, service, port);
    this.#forwards.add(child);
    return local;
  }

  close() {
    for (const child of this.#forwards) child.kill('SIGTERM');
    this.#forwards.clear();
  }
}
