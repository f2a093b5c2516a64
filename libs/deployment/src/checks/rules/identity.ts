import type { Finding, Rendered, Rule } from '../finding.js';
import { objectName, podTemplates } from '../kubernetes.js';

const RBAC = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

function serviceAccounts({ manifests }: Rendered): Finding[] {
  const known = new Set(manifests.filter((m) => m.kind === 'ServiceAccount').map((m) => m.metadata.name));
  const users = new Map<string, string>();
  return podTemplates(manifests).flatMap((pod) => {
    const complain = (message: string): Finding => ({ rule: 'I1', object: pod.object, message });
    const name = pod.spec.serviceAccountName;
    if (pod.spec.serviceAccount !== undefined) return [complain('uses the deprecated field serviceAccount')];
    if (name === undefined || name === '' || name === 'default') return [complain('runs as the default service account')];
    if (!known.has(name)) return [complain(`service account ${name} is not rendered`)];
    const other = users.get(name);
    users.set(name, pod.object);
    return other === undefined ? [] : [complain(`shares the service account ${name} with ${other}`)];
  });
}

function tokens({ manifests }: Rendered): Finding[] {
  return [
    ...manifests.filter((m) => m.kind === 'ServiceAccount' && m['automountServiceAccountToken'] !== false)
      .map((m) => ({ rule: 'I2', object: objectName(m), message: 'does not set automountServiceAccountToken: false' })),
    ...podTemplates(manifests).filter((pod) => pod.spec.automountServiceAccountToken !== false)
      .map((pod) => ({ rule: 'I2', object: pod.object, message: 'does not set automountServiceAccountToken: false' })),
  ];
}

const rights = ({ manifests }: Rendered): Finding[] =>
  manifests.filter((m) => RBAC.has(m.kind)).map((m) => ({ rule: 'I3', object: objectName(m), message: 'is an RBAC object; nothing of the platform speaks with the API server' }));

export const IDENTITY: readonly Rule[] = [
  { id: 'I1', says: 'a service account of its own, that exists', check: serviceAccounts },
  { id: 'I2', says: 'no token mounted, by account and by pod', check: tokens },
  { id: 'I3', says: 'no RBAC objects', check: rights },
];
