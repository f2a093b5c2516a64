import { z } from 'zod';
import type { Manifest } from '../manifests.js';
import type { ContainerPort, PodEndpoint } from './endpoints.js';

/** When a pod lives, and with it which policies there are: a hook's policies come before it and go with it. */
export const PHASES = ['running', 'install', 'upgrade', 'test'] as const;
export type Phase = (typeof PHASES)[number];

export interface Hook {
  readonly events: readonly string[];
  readonly weight: number;
}

export interface RenderedPod {
  readonly endpoint: PodEndpoint;
  /** The chart and the component: `media/scan`. */
  readonly id: string;
  readonly kind: string;
  readonly hook: Hook | null;
  readonly phases: readonly Phase[];
}

const container = z.looseObject({
  ports: z.array(z.looseObject({ name: z.string().optional(), containerPort: z.int(), protocol: z.enum(['TCP', 'UDP', 'SCTP']).default('TCP') })).default([]),
});
const template = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()).default({}), namespace: z.string().optional() }).prefault({}),
  spec: z.looseObject({ hostNetwork: z.boolean().default(false), containers: z.array(container), initContainers: z.array(container).default([]) }),
});
const ofTemplate = z.looseObject({ template });
const TEMPLATES: Readonly<Record<string, (manifest: Manifest) => z.output<typeof template>>> = {
  Pod: (manifest) => template.parse(manifest),
  CronJob: (manifest) => z.looseObject({ jobTemplate: z.looseObject({ spec: ofTemplate }) }).parse(manifest['spec']).jobTemplate.spec.template,
  ...Object.fromEntries(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'].map((kind) => [kind, (manifest: Manifest) => ofTemplate.parse(manifest['spec']).template])),
};

/** @throws Error for a weight that is no number */
export function hookOf(manifest: Manifest): Hook | null {
  const annotations = manifest.metadata.annotations ?? {};
  const events = annotations['helm.sh/hook'];
  if (events === undefined) return null;
  const weight = Number(annotations['helm.sh/hook-weight'] ?? '0');
  if (!Number.isInteger(weight)) throw new Error(`${manifest.kind} ${manifest.metadata.name}: its hook weight is no number`);
  return { events: events.split(',').map((event) => event.trim()), weight };
}

/** The phases in which an object is there: what is no hook stays from the end of the first installation on. */
export function phasesOf(hook: Hook | null): readonly Phase[] {
  if (hook === null) return ['running', 'upgrade', 'test'];
  return [
    ...(hook.events.includes('pre-install') ? (['install'] as const) : []),
    ...(hook.events.includes('pre-upgrade') ? (['upgrade'] as const) : []),
    ...(hook.events.includes('test') ? (['test'] as const) : []),
  ];
}

/** The pods of everything in a render that has a pod template, hooks and tests included. Their addresses are made up, and differ. */
export function renderedPods(manifests: readonly Manifest[], releaseNamespace: string): RenderedPod[] {
  const found = manifests.flatMap((manifest): { manifest: Manifest; pod: z.output<typeof template> }[] => {
    const read = TEMPLATES[manifest.kind];
    return read === undefined ? [] : [{ manifest, pod: read(manifest) }];
  });
  return found.map(({ manifest, pod }, index) => {
    const labels = pod.metadata.labels;
    const id = `${labels['app.kubernetes.io/name'] ?? '?'}/${labels['app.kubernetes.io/component'] ?? '?'}`;
    const hook = hookOf(manifest);
    const ports = [...pod.spec.containers, ...pod.spec.initContainers].flatMap((one) => one.ports);
    return {
      id,
      kind: manifest.kind,
      hook,
      phases: phasesOf(hook),
      endpoint: {
        kind: 'pod',
        id,
        namespace: manifest.metadata.namespace ?? releaseNamespace,
        labels,
        ip: `10.244.1.${index + 10}`,
        hostNetwork: pod.spec.hostNetwork,
        ports: ports.map(({ name, containerPort, protocol }): ContainerPort => ({ name: name ?? null, port: containerPort, protocol })),
      },
    };
  });
}
