// From where it is tried: the pods that run, and stand-ins for those that do not run now or are not ours.
import { parseAllDocuments } from 'yaml';
import { apply, componentOf, get, helm, isReady, kubectl, NAMESPACE, RELEASE, releasePods } from '../kube.mjs';
import { waitFor } from '../../lib/wait.mjs';

export const FOREIGN = 'practika-cluster-test';
/** On everything that is made here; what an aborted run left is found by it. */
export const STAND_IN = 'practika.dev/stand-in=true';
const LABEL = { 'practika.dev/stand-in': 'true' };

/**
 * A pod that wears labels and does nothing. Its readiness gate is never met: whatever Services select these labels, none sends
 * it a request. Policies hold for it all the same.
 */
const standIn = (name, namespace, labels, image) => ({
  apiVersion: 'v1', kind: 'Pod',
  metadata: { name, namespace, labels: { ...labels, ...LABEL } },
  spec: {
    automountServiceAccountToken: false, enableServiceLinks: false, restartPolicy: 'Never', terminationGracePeriodSeconds: 0,
    readinessGates: [{ conditionType: 'practika.dev/never-ready' }],
    securityContext: { runAsNonRoot: true, runAsUser: 10_001, runAsGroup: 10_001, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [{
      name: 'probe', image, imagePullPolicy: 'IfNotPresent', command: ['/nodejs/bin/node', '-e', 'setTimeout(() => {}, 3600000)'],
      resources: { requests: { cpu: '5m', memory: '32Mi' }, limits: { memory: '128Mi' } },
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    }],
  },
});

const kebab = (text) => text.replace(/[^a-z0-9]+/g, '-');

/** Labels of what runs in hooks only, and the policies that are there only then: both as the release has them. */
async function hooks() {
  const { out } = await helm(['get', 'hooks', RELEASE, '-n', NAMESPACE]);
  const objects = parseAllDocuments(out).map((document) => document.toJS()).filter((object) => object?.kind);
  const labels = objects.flatMap((object) => (object.kind === 'Job' ? [object.spec.template.metadata.labels] : object.kind === 'Pod' ? [object.metadata.labels] : []));
  const policies = objects.filter((object) => object.kind === 'NetworkPolicy').map(({ apiVersion, kind, metadata, spec }) => ({ apiVersion, kind, metadata: { name: metadata.name, namespace: NAMESPACE, labels: LABEL }, spec }));
  return { labels, policies };
}

/** Everything of this file, of whatever run. */
export async function removeStandIns() {
  await kubectl(['delete', 'pods', '-A', '-l', STAND_IN, '--grace-period=0', '--force', '--ignore-not-found'], { may: true });
  await kubectl(['delete', 'networkpolicies', '-A', '-l', STAND_IN, '--ignore-not-found'], { may: true });
  await kubectl(['delete', 'namespaces', '-l', STAND_IN, '--ignore-not-found', '--timeout=60s'], { may: true });
}

/** @typedef {{ id: string, namespace: string, pod: string, address?: string, container?: string, kind: 'own' | 'party' | 'stranger' }} Source */

export class Sources {
  async #needNamespace(name) {
    if ((await kubectl(['get', 'namespace', name, '--ignore-not-found', '-o', 'name'])).out.trim() !== '') return;
    await apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'restricted', ...LABEL } } }]);
  }

  /** @returns {Promise<Source[]>} */
  async open() {
    const values = JSON.parse((await helm(['get', 'values', RELEASE, '-n', NAMESPACE, '--all', '-o', 'json'])).out);
    const { edge, prometheus } = values.global.networkPolicy;
    const edgeNamespace = edge.namespace['kubernetes.io/metadata.name'];
    const prometheusNamespace = prometheus.namespace['kubernetes.io/metadata.name'];
    for (const name of [FOREIGN, prometheusNamespace, edgeNamespace]) await this.#needNamespace(name);

    const running = (await releasePods()).filter(isReady);
    const image = running.find((pod) => componentOf(pod) === 'auth/api').spec.containers[0].image;
    const real = [...new Map(running.map((pod) => [componentOf(pod), pod])).values()];
    const sources = real.filter((pod) => componentOf(pod) !== 'clamav/clamd')
      .map((pod) => ({ id: componentOf(pod), kind: 'own', namespace: NAMESPACE, pod: pod.metadata.name, address: pod.status.podIP, container: pod.spec.containers[0].name }));

    const { labels, policies } = await hooks();
    if (policies.length > 0) await apply(policies);
    const pods = [];
    const add = (id, kind, namespace, wearing) => {
      const pod = `stand-in-${kebab(id)}`;
      pods.push(standIn(pod, namespace, wearing, image));
      sources.push({ id, kind, namespace, pod });
    };
    // The scanner's image has no Node: its labels stand in for it.
    const worn = (pod) => Object.fromEntries(Object.entries(pod.metadata.labels).filter(([name]) => !/hash|pod-index|pod-name|controller/.test(name)));
    for (const pod of real.filter((one) => componentOf(one) === 'clamav/clamd')) add('clamav/clamd', 'own', NAMESPACE, worn(pod));
    for (const one of labels) add(componentOf({ metadata: { labels: one } }), 'own', NAMESPACE, one);
    add('edge', 'party', edgeNamespace, edge.pods);
    add('prometheus', 'party', prometheusNamespace, prometheus.pods);
    add('foreign namespace', 'stranger', FOREIGN, {});
    add('same namespace, no labels', 'stranger', NAMESPACE, {});
    for (const component of ['auth/api', 'media/scan']) {
      const pod = real.find((one) => componentOf(one) === component);
      if (pod) add(`foreign, labels of ${component}`, 'stranger', FOREIGN, worn(pod));
    }
    await apply(pods);
    await waitFor('the stand-ins', async () => {
      const { items } = await get(['pods', '-A', '-l', STAND_IN]);
      return items.length >= pods.length && items.every((pod) => pod.status.containerStatuses?.[0]?.state?.running);
    }, { timeoutMs: 180_000, everyMs: 1_000 });
    return sources;
  }

  close() {
    return removeStandIns();
  }
}
