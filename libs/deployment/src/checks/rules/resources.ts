import type { Finding, Rendered, Rule } from '../finding.js';
import { containersOf, podTemplates } from '../kubernetes.js';

const NEEDED = [
  ['requests', 'cpu'], ['requests', 'memory'], ['limits', 'memory'], ['requests', 'ephemeral-storage'], ['limits', 'ephemeral-storage'],
] as const;

const UNITS: Readonly<Record<string, number>> = { '': 1, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, Ti: 1024 ** 4 };

/** A Kubernetes quantity as a number; NaN where it is none. */
export function quantity(text: unknown): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(String(text)) ?? [];
  const factor = UNITS[unit ?? ''];
  return number === undefined || factor === undefined ? Number.NaN : Number(number) * factor;
}

function resources({ manifests }: Rendered): Finding[] {
  return podTemplates(manifests).flatMap((pod) => containersOf(pod).flatMap((c) => {
    const found = (message: string): Finding => ({ rule: 'R1', object: pod.object, message: `container ${c.name} ${message}` });
    const missing = NEEDED.filter(([kind, what]) => Number.isNaN(quantity(c.resources?.[kind]?.[what]))).map(([kind, what]) => found(`has no ${kind}.${what}`));
    const above = ['cpu', 'memory', 'ephemeral-storage'].filter((what) => quantity(c.resources?.requests?.[what]) > quantity(c.resources?.limits?.[what])).map((what) => found(`requests more ${what} than its limit`));
    return [...missing, ...above];
  }));
}

/** An emptyDir counts against the pod's ephemeral storage: a limit below it would evict the pod before the volume is full. */
function roomForVolumes({ manifests }: Rendered): Finding[] {
  return podTemplates(manifests).flatMap((pod) => {
    const volumes = (pod.spec.volumes ?? []).filter((v) => v.emptyDir && v.emptyDir.medium !== 'Memory').reduce((sum, v) => sum + (quantity(v.emptyDir?.sizeLimit) || 0), 0);
    const limits = containersOf(pod).map((c) => quantity(c.resources?.limits?.['ephemeral-storage']));
    const limit = limits.reduce((sum, n) => sum + (n || 0), 0);
    return volumes > limit ? [{ rule: 'R1', object: pod.object, message: `its emptyDirs hold ${volumes} bytes, but it is evicted at ${limit}` }] : [];
  });
}

function images({ manifests }: Rendered): Finding[] {
  return podTemplates(manifests).flatMap((pod) => containersOf(pod).flatMap((c) => {
    const found = (rule: string, message: string): Finding => ({ rule, object: pod.object, message: `container ${c.name} ${message}` });
    const [, tag] = /:([\w.-]+)(?:@|$)/.exec((c.image ?? '').replace(/^[^/]*:\d+\//, '')) ?? [];
    const digest = /@sha256:[0-9a-f]{64}$/.test(c.image ?? '');
    if (c.image === undefined || c.image === '') return [found('R2', 'has no image')];
    return [
      ...(tag === 'latest' || (tag === undefined && !digest) ? [found('R2', `has an image that may be another one tomorrow: ${c.image}`)] : []),
      ...(digest ? [] : [found('R2.digest', `has an image without a digest: ${c.image}`)]),
      ...(c.imagePullPolicy === 'IfNotPresent' ? [] : [found('R2', `has imagePullPolicy ${c.imagePullPolicy ?? 'by default'}, not IfNotPresent`)]),
    ];
  }));
}

export const RESOURCES: readonly Rule[] = [
  { id: 'R1', says: 'requests and limits, ephemeral storage too', check: (rendered) => [...resources(rendered), ...roomForVolumes(rendered)] },
  { id: 'R2', says: 'images that stay the same', check: images },
];
