import type { Manifest } from '../manifests.js';

// Of the Kubernetes API only what the rules look at; everything may be missing in what was rendered.

export type Labels = Readonly<Record<string, string>>;

export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

export interface Handler {
  readonly httpGet?: { readonly path?: string; readonly port: number | string; readonly host?: string };
  readonly tcpSocket?: { readonly port: number | string; readonly host?: string };
  readonly exec?: { readonly command?: readonly string[] };
  readonly grpc?: { readonly port: number };
  readonly sleep?: { readonly seconds: number };
}

export interface Probe extends Handler {
  readonly periodSeconds?: number;
  readonly failureThreshold?: number;
}

export interface SecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly fsGroup?: number;
  readonly supplementalGroups?: readonly number[];
  readonly allowPrivilegeEscalation?: boolean;
  readonly privileged?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly procMount?: string;
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  readonly seccompProfile?: { readonly type?: string };
  readonly seLinuxOptions?: Readonly<Record<string, string>>;
  readonly sysctls?: readonly { readonly name: string }[];
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: Readonly<Record<string, unknown>>;
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly Readonly<Record<string, unknown>>[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly hostPort?: number; readonly protocol?: string }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly subPath?: string; readonly subPathExpr?: string; readonly readOnly?: boolean }[];
  readonly securityContext?: SecurityContext;
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
  readonly lifecycle?: { readonly preStop?: Handler; readonly postStart?: Handler };
  /** `Always` makes an init container a sidecar. */
  readonly restartPolicy?: string;
  readonly imagePullPolicy?: string;
}

export interface SecretItems {
  readonly secretName?: string;
  readonly name?: string;
  readonly items?: readonly { readonly key: string; readonly path: string }[];
  readonly optional?: boolean;
  readonly defaultMode?: number;
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: { readonly sizeLimit?: string; readonly medium?: string } | null;
  readonly secret?: SecretItems;
  readonly configMap?: SecretItems;
  readonly projected?: { readonly sources?: readonly { readonly secret?: SecretItems; readonly configMap?: SecretItems; readonly serviceAccountToken?: unknown }[]; readonly defaultMode?: number };
  readonly [kind: string]: unknown;
}

export interface PodSpec {
  readonly serviceAccountName?: string;
  readonly serviceAccount?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext?: SecurityContext;
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostUsers?: boolean;
  readonly shareProcessNamespace?: boolean;
  readonly restartPolicy?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly priorityClassName?: string;
  readonly topologySpreadConstraints?: readonly { readonly maxSkew?: number; readonly topologyKey?: string; readonly whenUnsatisfiable?: string; readonly labelSelector?: LabelSelector }[];
}

/** Everything that makes pods, with the pod it makes: hooks, tests and init containers too. */
export interface PodTemplate {
  readonly owner: Manifest;
  readonly kind: string;
  /** `Deployment/practika-auth-api` */
  readonly object: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly spec: PodSpec;
  readonly hook: readonly string[];
}

const spec = (manifest: Manifest): Record<string, unknown> => (manifest['spec'] ?? {}) as Record<string, unknown>;
export const specOf = <T>(manifest: Manifest): T => spec(manifest) as T;
export const objectName = (manifest: Manifest): string => `${manifest.kind}/${manifest.metadata.name}`;
export const hooksOf = (manifest: Manifest): string[] => (manifest.metadata.annotations?.['helm.sh/hook'] ?? '').split(',').map((hook) => hook.trim()).filter((hook) => hook !== '');

function templateOf(manifest: Manifest): { metadata?: { labels?: Labels; annotations?: Labels }; spec?: PodSpec } | null {
  const own = spec(manifest);
  switch (manifest.kind) {
    case 'Pod': return { metadata: manifest.metadata, spec: own as PodSpec };
    case 'CronJob': return ((own['jobTemplate'] as { spec?: { template?: object } } | undefined)?.spec?.template ?? {});
    case 'Deployment': case 'StatefulSet': case 'DaemonSet': case 'ReplicaSet': case 'Job': return (own['template'] ?? {});
    // A kind that nobody thought of but that carries a pod template is looked at as well.
    default: return own['template'] !== null && typeof own['template'] === 'object' && Array.isArray((own['template'] as { spec?: PodSpec }).spec?.containers) ? own['template'] : null;
  }
}

export function podTemplates(manifests: readonly Manifest[]): PodTemplate[] {
  return manifests.flatMap((owner) => {
    const template = templateOf(owner);
    if (template === null) return [];
    return [{
      owner, kind: owner.kind, object: objectName(owner), labels: template.metadata?.labels ?? {}, annotations: template.metadata?.annotations ?? {},
      spec: template.spec ?? {}, hook: hooksOf(owner),
    }];
  });
}

/** Init containers included. */
export const containersOf = (pod: PodTemplate): readonly Container[] => [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])];
/** Deployments, StatefulSets and the like: what is there to stay. */
export const runsForever = (pod: PodTemplate): boolean => ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].includes(pod.kind);
/** Containers that are there to stay: sidecars are init containers that are always restarted. */
export const lastingContainers = (pod: PodTemplate): readonly Container[] =>
  runsForever(pod) ? [...(pod.spec.initContainers ?? []).filter((c) => c.restartPolicy === 'Always'), ...(pod.spec.containers ?? [])] : [];

/** As the API server matches: an empty selector matches everything, a missing one nothing. */
export function matches(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (selector === undefined || selector === null) return false;
  return Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value)
    && (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      if (operator === 'Exists') return labels[key] !== undefined;
      if (operator === 'DoesNotExist') return labels[key] === undefined;
      if (operator === 'In') return labels[key] !== undefined && values.includes(labels[key]);
      if (operator === 'NotIn') return labels[key] === undefined || !values.includes(labels[key]);
      return false;
    });
}
