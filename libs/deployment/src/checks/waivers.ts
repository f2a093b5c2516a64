import { parse } from 'yaml';
import type { Finding } from './finding.js';

/** A finding that is accepted, by whom it may concern and until when. */
export interface Waiver {
  /** Of the checklist, as `A4.priority-class`; missing where only scanners have such a rule. */
  readonly rule?: string;
  /** Scanner → the names it has for the same thing. */
  readonly scanners?: Readonly<Record<string, readonly string[]>>;
  /** `Kind/name`; `*` stands for any characters. */
  readonly objects: readonly string[];
  /** Renders that it holds for, `*` as above; all when missing. */
  readonly renders?: readonly string[];
  /** Of a scanner's rule that says several things, the one that is waived. */
  readonly says?: string;
  readonly reason: string;
  /** The last day on which it counts, YYYY-MM-DD. */
  readonly expires: string;
}

export const SCANNERS = ['kube-score', 'kube-linter', 'checkov', 'trivy', 'polaris'] as const;

const glob = (pattern: string): RegExp => new RegExp(`^${pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)).join('.*')}$`);
const oneOf = (patterns: readonly string[] | undefined, text: string): boolean => patterns === undefined || patterns.some((pattern) => glob(pattern).test(text));

/** The waivers of a file. @throws Error with everything that is wrong with it */
export function parseWaivers(yaml: string): Waiver[] {
  const waivers = (parse(yaml) as { waivers?: Waiver[] | null } | null)?.waivers ?? [];
  const problems = waivers.flatMap((w, at) => {
    const bad = (text: string) => `waiver ${at + 1} (${w.rule ?? Object.values(w.scanners ?? {}).flat()[0] ?? '?'}) ${text}`;
    return [
      ...(w.rule === undefined && Object.keys(w.scanners ?? {}).length === 0 ? [bad('waives neither a rule nor a scanner\'s')] : []),
      ...Object.keys(w.scanners ?? {}).filter((name) => !(SCANNERS as readonly string[]).includes(name)).map((name) => bad(`names the scanner ${name}, which is not known`)),
      ...(Array.isArray(w.objects) && w.objects.length > 0 ? [] : [bad('names no objects')]),
      ...(typeof w.reason === 'string' && w.reason.length >= 30 ? [] : [bad('has no reason that one could judge')]),
      ...(typeof w.expires === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(w.expires) && !Number.isNaN(Date.parse(w.expires)) ? [] : [bad('has no date of expiry')]),
    ];
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return waivers;
}

export const covers = (waiver: Waiver, render: string, finding: Finding): boolean =>
  waiver.rule === finding.rule && oneOf(waiver.objects, finding.object) && oneOf(waiver.renders, render);

export const isExpired = (waiver: Waiver, today: string): boolean => waiver.expires < today;

/** What is left after the waivers, and the waivers that nothing needed. An expired one covers nothing. */
export function applyWaivers(waivers: readonly Waiver[], found: readonly { readonly render: string; readonly finding: Finding }[], today: string): {
  readonly left: readonly { readonly render: string; readonly finding: Finding }[];
  readonly unused: readonly Waiver[];
  readonly expired: readonly Waiver[];
} {
  const valid = waivers.filter((w) => !isExpired(w, today));
  const used = new Set<Waiver>();
  const left = found.filter(({ render, finding }) => {
    const covering = valid.filter((w) => covers(w, render, finding));
    for (const waiver of covering) used.add(waiver);
    return covering.length === 0;
  });
  return { left, unused: valid.filter((w) => w.rule !== undefined && !used.has(w)), expired: waivers.filter((w) => isExpired(w, today)) };
}
