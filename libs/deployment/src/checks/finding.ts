import type { Manifest } from '../manifests.js';
import { objectName, type PodTemplate } from './kubernetes.js';

/** What the rules look at: one chart rendered with one set of values. */
export interface Rendered {
  /** As in `practika: production`. */
  readonly name: string;
  readonly manifests: readonly Manifest[];
  /** Namespace of the release. */
  readonly namespace: string;
  /** `app.kubernetes.io/name` of pods that others install: siblings of a chart that is rendered alone. */
  readonly externalNames?: readonly string[];
}

export interface Finding {
  /** `P4`, or `A4.priority-class` where a rule has several halves that can be waived apart. */
  readonly rule: string;
  /** `Deployment/practika-auth-api` */
  readonly object: string;
  readonly message: string;
}

export interface Rule {
  readonly id: string;
  readonly says: string;
  check(rendered: Rendered): Finding[];
}

export const about = (subject: Manifest | PodTemplate): string => ('object' in subject && typeof subject.object === 'string' ? subject.object : objectName(subject as Manifest));
