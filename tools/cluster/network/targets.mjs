// What is tried: every port that somebody listens on, and what no pod should reach outside.
import { BACKENDS, componentOf, get, isReady, releasePods } from '../kube.mjs';
import { UserError } from '../../lib/say.mjs';

/** Parties of the table of edges, as the development backends are called. */
const PARTIES = { postgres: ['postgres', 5432], redisCache: ['redis-cache', 6379], redisQueue: ['redis-queue', 6379], s3: ['versitygw', 7070], smtp: ['maildev', 1025], signatures: ['signatures', 8080] };

const portsOf = (component) => {
  if (component.endsWith('/api')) return [8000, 8001, 9464];
  if (component === 'web/web') return [8000, 9464];
  return component === 'clamav/clamd' ? [3310] : [9464];
};

async function backendAddress(name) {
  const pods = (await get(['pods', '-n', BACKENDS, '-l', `app.kubernetes.io/name=${name}`])).items.filter(isReady);
  if (pods.length === 0) throw new UserError(`No pod of ${name} is ready`);
  return pods[0].status.podIP;
}

/** @typedef {{ id: string, party: string, host: string, port: number, protocol: 'tcp' | 'udp', kind: 'own' | 'backend' | 'dns' | 'beyond' }} Target */

/** @returns {Promise<Target[]>} */
export async function allTargets(outside) {
  const targets = [];
  const add = (kind, party, id, host, port, protocol = 'tcp') => targets.push({ kind, party, id, host, port: Number(port), protocol });

  const seen = new Set();
  for (const pod of (await releasePods()).filter(isReady)) {
    const component = componentOf(pod);
    if (seen.has(component)) continue;
    seen.add(component);
    for (const port of portsOf(component)) add('own', component, `${component}:${port}`, pod.status.podIP, port);
  }
  for (const [party, [name, port]] of Object.entries(PARTIES)) add('backend', party, `${name}:${port}`, await backendAddress(name), port);
  add('backend', 'mailbox', 'maildev:1080', await backendAddress('maildev'), 1080);

  const dns = (await get(['pods', '-n', 'kube-system', '-l', 'k8s-app=kube-dns'])).items.filter(isReady)[0]?.status.podIP;
  if (!dns) throw new UserError('No pod of the cluster\'s DNS is ready');
  for (const protocol of ['udp', 'tcp']) add('dns', 'dns', `dns:53/${protocol}`, dns, 53, protocol);

  const service = await get(['service', '-n', 'default', 'kubernetes']);
  add('beyond', 'api-server', 'api-server (Service)', service.spec.clusterIP, service.spec.ports[0].port);
  const slices = await get(['endpointslices', '-n', 'default', '-l', 'kubernetes.io/service-name=kubernetes']);
  const [slice] = slices.items;
  if (slice?.endpoints?.length > 0) add('beyond', 'api-server', 'api-server (address)', slice.endpoints[0].addresses[0], slice.ports[0].port);
  const [node] = (await get(['nodes'])).items;
  add('beyond', 'node', 'kubelet of a node', node.status.addresses.find((a) => a.type === 'InternalIP').address, 10_250);
  add('beyond', 'metadata', 'metadata address', '169.254.169.254', 80);
  const [host, port] = outside.split(':');
  add('beyond', 'internet', `internet (${outside})`, host, port);
  return targets;
}
