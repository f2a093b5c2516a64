import type { Finding, Rendered, Rule } from '../finding.js';
import { containersOf, objectName, podTemplates, type PodTemplate, type SecretItems } from '../kubernetes.js';

/** Names that promise a secret. Paths of files (`*_FILE`) do not hold one. */
const SECRET_NAME = /(PASSWORD|PASSWD|SECRET|TOKEN|PEPPER|CREDENTIAL|PRIVATE|(^|_)KEYS?$|_KEY_|DATABASE_URL|REDIS_\w*URL|SMTP_URL)/i;
const NOT_SECRET = /(_FILE$|^PASSWORD_MIN_LENGTH$|^PASSWORD_HASH_QUEUE$)/;
/** Values that are secrets whatever they are called: passwords in URLs, private keys, well-known token prefixes. */
const SECRET_VALUE = /(:\/\/[^/\s:@]*:[^/\s@]+@|-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bprk_[A-Za-z0-9]{10,}|\bgh[pousr]_[A-Za-z0-9]{20,})/;

/** Whether a setting gives a secret away by its name or by what it holds. */
export function betrays(name: string, value: unknown): boolean {
  if (typeof value !== 'string' || value === '') return false;
  return SECRET_VALUE.test(value) || (SECRET_NAME.test(name) && !NOT_SECRET.test(name));
}

function literals({ manifests }: Rendered): Finding[] {
  const found = (object: string, message: string): Finding => ({ rule: 'S1', object, message });
  return [
    ...manifests.filter((m) => m.kind === 'Secret').map((m) => found(objectName(m), 'is a Secret in the render; secrets are named, never rendered')),
    ...manifests.filter((m) => m.kind === 'ConfigMap').flatMap((m) => Object.entries((m['data'] ?? {}) as Record<string, unknown>)
      .filter(([key, value]) => betrays(key, value)).map(([key]) => found(objectName(m), `key ${key} holds a secret`))),
    ...podTemplates(manifests).flatMap((pod) => containersOf(pod).flatMap((c) => [
      ...(c.env ?? []).filter((e) => betrays(e.name, e.value)).map((e) => found(pod.object, `container ${c.name} has a secret in ${e.name}`)),
      ...[...(c.command ?? []), ...(c.args ?? [])].filter((word) => betrays('', word)).map(() => found(pod.object, `container ${c.name} has a secret on its command line`)),
    ])),
  ];
}

/** Each Secret that a pod's volumes name, with the name of the volume. */
export const secretVolumes = (pod: PodTemplate): { volume: string; mode: number | undefined; secret: SecretItems }[] => (pod.spec.volumes ?? []).flatMap((v) => [
  ...(v.secret === undefined ? [] : [{ volume: v.name, mode: v.secret.defaultMode, secret: v.secret }]),
  ...(v.projected?.sources ?? []).flatMap((s) => (s.secret === undefined ? [] : [{ volume: v.name, mode: v.projected?.defaultMode, secret: s.secret }])),
]);

function asFiles({ manifests }: Rendered): Finding[] {
  return podTemplates(manifests).flatMap((pod) => {
    const found = (message: string): Finding => ({ rule: 'S2', object: pod.object, message });
    const volumes = secretVolumes(pod);
    const names = new Set(volumes.map(({ volume }) => volume));
    return [
      ...containersOf(pod).flatMap((c) => [
        ...(c.env ?? []).filter((e) => e.valueFrom?.['secretKeyRef'] !== undefined).map((e) => found(`container ${c.name} takes ${e.name} from a Secret into its environment`)),
        ...(c.envFrom ?? []).map(() => found(`container ${c.name} uses envFrom`)),
        // What is mounted by subPath never changes while the pod lives.
        ...(c.volumeMounts ?? []).filter((m) => names.has(m.name) && (m.subPath !== undefined || m.subPathExpr !== undefined)).map((m) => found(`container ${c.name} mounts ${m.mountPath} by subPath`)),
        ...(c.volumeMounts ?? []).filter((m) => names.has(m.name) && m.readOnly !== true).map((m) => found(`container ${c.name} mounts the secrets at ${m.mountPath} writable`)),
      ]),
      ...volumes.flatMap(({ volume, mode, secret }) => [
        ...((secret.items ?? []).length > 0 ? [] : [found(`volume ${volume} mounts every key of ${secret.secretName ?? secret.name}`)]),
        ...(mode !== undefined && (mode & 0o007) === 0 ? [] : [found(`volume ${volume} has a mode that others may read`)]),
      ]),
    ];
  });
}

const twice = (names: readonly string[]): string[] => [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];

function duplicates({ manifests }: Rendered): Finding[] {
  const pods = podTemplates(manifests).flatMap((pod) => {
    const found = (message: string): Finding => ({ rule: 'S3', object: pod.object, message });
    const all = containersOf(pod);
    return [
      ...twice(all.map((c) => c.name)).map((name) => found(`two containers are called ${name}`)),
      ...twice((pod.spec.volumes ?? []).map((v) => v.name)).map((name) => found(`two volumes are called ${name}`)),
      ...twice(all.flatMap((c) => (c.ports ?? []).flatMap((p) => (p.name === undefined ? [] : [p.name])))).map((name) => found(`two ports are called ${name}`)),
      ...all.flatMap((c) => [
        ...twice((c.env ?? []).map((e) => e.name)).map((name) => found(`container ${c.name} has ${name} twice`)),
        ...twice((c.env ?? []).map((e) => e.name.replace(/_FILE$/, ''))).filter((name) => !twice((c.env ?? []).map((e) => e.name)).includes(name))
          .map((name) => found(`container ${c.name} has both ${name} and ${name}_FILE`)),
        ...twice((c.ports ?? []).map((p) => `${p.containerPort}/${p.protocol ?? 'TCP'}`)).map((port) => found(`container ${c.name} has port ${port} twice`)),
        ...twice((c.volumeMounts ?? []).map((m) => m.mountPath)).map((path) => found(`container ${c.name} mounts ${path} twice`)),
      ]),
    ];
  });
  const objects = twice(manifests.map((m) => `${m.apiVersion} ${objectName(m)} ${m.metadata.namespace ?? ''}`)).map((name) => ({ rule: 'S3', object: name.split(' ')[1] ?? name, message: 'is rendered twice' }));
  const services = manifests.filter((m) => m.kind === 'Service').flatMap((m) => {
    const ports = ((m['spec'] as { ports?: { name?: string; port: number; protocol?: string }[] } | undefined)?.ports ?? []);
    return [...twice(ports.map((p) => p.name ?? '')), ...twice(ports.map((p) => `${p.port}/${p.protocol ?? 'TCP'}`))].map((name) => ({ rule: 'S3', object: objectName(m), message: `has port ${name} twice` }));
  });
  return [...pods, ...objects, ...services];
}

export const SECRETS: readonly Rule[] = [
  { id: 'S1', says: 'no secret in environment, command, ConfigMap or rendered Secret', check: literals },
  { id: 'S2', says: 'secrets as files: named keys, read-only, no subPath, not in the environment', check: asFiles },
  { id: 'S3', says: 'nothing named twice in a list (server-side apply refuses it)', check: duplicates },
];
