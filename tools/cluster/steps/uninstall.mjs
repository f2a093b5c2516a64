// helm uninstall, and what is there afterwards.
import { BACKENDS, get, helm, kubectl, NAMESPACE, RELEASE } from '../kube.mjs';
import { sleep } from '../../lib/wait.mjs';

/** What stays in the namespace, and why. docs/kubernetes says the same. */
const STAYS = [
  [/^secrets\/practika-/, 'secrets are not the charts\': they were there before'],
  [/^configmaps\/kube-root-ca\.crt$/, 'every namespace has it'],
  [/^serviceaccounts\/default$/, 'every namespace has it'],
  [/^(limitranges\/defaults|resourcequotas\/bounds)$/, 'the namespace\'s own (k8s/namespaces.yaml)'],
  [/^persistentvolumeclaims\/signatures-/, 'signatures on volumes, where clamav.signatures.persistence is on'],
];
/** Come and go by themselves. */
const PASSING = /^(events(\.events\.k8s\.io)?|leases\.coordination\.k8s\.io|pods\.metrics\.k8s\.io|endpointslices\.discovery\.k8s\.io|endpoints)\//;

async function everything() {
  const kinds = (await kubectl(['api-resources', '--namespaced', '--verbs=list', '-o', 'name'])).out.trim().split('\n').filter((kind) => !/^(events|bindings|localsubjectaccessreviews)/.test(kind));
  const { out } = await kubectl(['get', kinds.join(','), '-n', NAMESPACE, '-o', 'name', '--ignore-not-found'], { may: true, timeoutMs: 120_000 });
  return out.trim().split('\n').filter((name) => name !== '').map((name) => name.replace(/^(\w+)(\.[^/]*)?\//, (_all, kind, group = '') => `${/s$/.test(kind) ? kind : kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`}${group}/`)).filter((name) => !PASSING.test(name));
}

export async function uninstall({ report }) {
  const before = await everything();
  const began = Date.now();
  await helm(['uninstall', RELEASE, '-n', NAMESPACE, '--wait', '--timeout', '5m'], { timeoutMs: 330_000, beat: 'helm uninstall' });
  const took = (Date.now() - began) / 1000;
  // Pods of workers have long graces, though they end at once when nothing is under way.
  let left = [];
  for (let turn = 0; turn < 60; turn += 1) {
    left = (await everything()).filter((name) => !STAYS.some(([pattern]) => pattern.test(name)));
    if (left.length === 0) break;
    await sleep(2_000);
  }
  report.expect(left.length === 0, `nothing is left but what is documented${left.length > 0 ? `: ${left.join(', ')}` : ''}`);
  const stays = await everything();
  report.note(`${before.length} objects before, ${stays.length} after (${stays.join(', ')}); uninstalled in ${took.toFixed(0)} s`);
  const cluster = (await kubectl(['get', 'clusterroles,clusterrolebindings,validatingwebhookconfigurations,mutatingwebhookconfigurations,priorityclasses', '-l', `app.kubernetes.io/instance=${RELEASE}`, '-o', 'name'])).out.trim();
  report.expect(cluster === '', `nothing cluster-wide either${cluster === '' ? '' : `: ${cluster}`}`);
  const backends = (await get(['pods', '-n', BACKENDS])).items.length;
  report.expect(backends > 0, 'the backends, which are not the release\'s, still run');
}
