import type { Manifest } from '../manifests.js';
import { objectName, podTemplates, runsForever, specOf, type PodTemplate } from './kubernetes.js';

interface ScalerSpec {
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly minReplicaCount?: number;
  readonly maxReplicaCount?: number;
}

export interface Scaler {
  readonly manifest: Manifest;
  readonly object: string;
  /** `Deployment/practika-auth-api` */
  readonly target: string;
  readonly min: number;
  readonly max: number;
}

export function scalersOf(manifests: readonly Manifest[]): Scaler[] {
  return manifests.filter((m) => m.kind === 'HorizontalPodAutoscaler' || m.kind === 'ScaledObject').map((manifest) => {
    const spec = specOf<ScalerSpec>(manifest);
    return {
      manifest, object: objectName(manifest), target: `${spec.scaleTargetRef?.kind ?? 'Deployment'}/${spec.scaleTargetRef?.name ?? ''}`,
      min: spec.minReplicas ?? spec.minReplicaCount ?? (manifest.kind === 'ScaledObject' ? 0 : 1), max: spec.maxReplicas ?? spec.maxReplicaCount ?? 100,
    };
  });
}

export interface Scaled {
  readonly pod: PodTemplate;
  readonly replicas: number | undefined;
  readonly scalers: readonly Scaler[];
  /** The most pods that there can be. */
  readonly max: number;
}

/** Deployments and StatefulSets with what decides their number of pods. */
export function scaled(manifests: readonly Manifest[]): Scaled[] {
  const scalers = scalersOf(manifests);
  return podTemplates(manifests).filter((pod) => runsForever(pod) && pod.kind !== 'DaemonSet').map((pod) => {
    const own = scalers.filter((s) => s.target === pod.object);
    const { replicas } = specOf<{ replicas?: number }>(pod.owner);
    return { pod, replicas, scalers: own, max: own.length > 0 ? Math.max(...own.map((s) => s.max)) : (replicas ?? 1) };
  });
}
