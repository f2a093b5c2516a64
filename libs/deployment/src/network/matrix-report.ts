import type { Edge } from './edges.js';
import type { Matrix } from './matrix.js';
import type { StructureFinding } from './structure.js';

export interface Comparison {
  /** Rows of the table that do not pass. */
  readonly missing: readonly string[];
  /** Rows that pass and are not of the table. */
  readonly unexpected: readonly string[];
  /** Rows that pass only in some phases of a release. */
  readonly unsteady: readonly string[];
}

export function compare(expected: ReadonlyMap<string, Edge>, { allowed, unsteady }: Matrix): Comparison {
  return {
    missing: [...expected.keys()].filter((row) => !allowed.has(row)).toSorted(),
    unexpected: [...allowed.keys()].filter((row) => !expected.has(row)).toSorted(),
    unsteady: [...unsteady].toSorted(),
  };
}

/** Lines for whoever broke it: which cells, and which policies opened them. Empty where the matrix is the table. */
export function comparisonLines({ missing, unexpected, unsteady }: Comparison, expected: ReadonlyMap<string, Edge>, { allowed }: Matrix): string[] {
  const through = (row: string): string => {
    const { egress, ingress } = allowed.get(row) ?? { egress: { open: true, by: [] }, ingress: { open: true, by: [] } };
    return [...(egress.open ? [] : egress.by), ...(ingress.open ? [] : ingress.by)].join(' + ') || 'nothing isolates either end';
  };
  return [
    ...missing.map((row) => `missing:    ${row} (${expected.get(row)?.why ?? ''})`),
    ...unexpected.map((row) => `unexpected: ${row} (by ${through(row)})`),
    ...unsteady.map((row) => `only in some phases: ${row}`),
  ];
}

export const findingLines = (findings: readonly StructureFinding[]): string[] => findings.map(({ rule, object, message }) => `${rule} ${object}: ${message}`).toSorted();
