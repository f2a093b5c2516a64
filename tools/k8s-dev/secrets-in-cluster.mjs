// Reading and making Secrets of the cluster.
import { GENERATED, missing } from './generated.mjs';

const KEEPER = 'practika-development';
const LABELS = { 'app.kubernetes.io/part-of': 'practika', 'app.kubernetes.io/managed-by': 'k8s-dev' };

const encode = (data) => Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));
const decode = (data = {}) => Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
const secret = (name, namespace, data, metadata = {}) => ({ apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: { ...metadata, name, namespace, labels: LABELS }, data: encode(data) });

/**
 * The generated secrets, kept in the cluster before anything uses them. Those that are there are not changed; `replace`
 * with the version that was read refuses when somebody else added some meanwhile.
 */
export async function generatedSecrets(cluster, namespace) {
  const found = await cluster.get('secret', KEEPER, namespace);
  const kept = decode(found?.data);
  const made = missing(kept);
  const count = Object.keys(made).length;
  const all = { ...kept, ...made };
  if (count > 0) await cluster.send(found ? 'replace' : 'create', secret(KEEPER, namespace, all, found ? { resourceVersion: found.metadata.resourceVersion } : {}));
  return { all: Object.fromEntries(Object.keys(GENERATED).map((name) => [name, all[name]])), made: count };
}

/** Makes those Secrets that are not there. @returns {Promise<{ made: string[], kept: string[], different: string[] }>} names */
export async function ensureSecrets(cluster, namespace, wanted) {
  const there = new Map((await cluster.list('secrets', namespace)).map((found) => [found.metadata.name, decode(found.data)]));
  const done = { made: [], kept: [], different: [] };
  for (const [name, data] of Object.entries(wanted)) {
    const found = there.get(name);
    if (found === undefined) {
      await cluster.send('create', secret(name, namespace, data));
      done.made.push(name);
    } else {
      done.kept.push(name);
      if (Object.entries(data).some(([key, value]) => found[key] !== value)) done.different.push(name);
    }
  }
  return done;
}
