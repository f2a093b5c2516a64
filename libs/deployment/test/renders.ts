import { expect } from '@jest/globals';
import type { Rendered } from '../src/checks/finding.js';
import { chartFile, chartNames, renderChart, renderList, type ListedRender, type Render } from '../src/helm.js';

export const NAMESPACE = 'practika';
export const UMBRELLA = 'practika';

/** Charts that can be installed, the umbrella among them. */
export const applications = (): string[] => chartNames().filter((name) => chartFile(name).type !== 'library');
const siblings = (chart: string): string[] => (chart === UMBRELLA ? [] : applications().filter((name) => name !== chart && name !== UMBRELLA));

export const rendersOf = (chart: string): ListedRender[] => renderList().filter((listed) => listed.chart === chart);
export const umbrellaRenders = (): ListedRender[] => rendersOf(UMBRELLA);

/** Renders or fails the test with what helm said. */
export function mustRender(listed: ListedRender): Render {
  const render = renderChart(listed.chart, { values: listed.values, namespace: NAMESPACE });
  if (!render.ok) expect(`${listed.name}: ${render.complaint}`).toBe('');
  return render;
}

export const asRendered = (listed: ListedRender): Rendered =>
  ({ name: listed.name, namespace: NAMESPACE, manifests: mustRender(listed).manifests, externalNames: siblings(listed.chart) });

/** Lines that a reader can act on; a list that should be empty is shown by them. */
export const lines = (problems: readonly { readonly render: string; readonly finding: { readonly rule: string; readonly object: string; readonly message: string } }[]): string[] => {
  // The same complaint of many renders is one line.
  const byText = new Map<string, string[]>();
  for (const { render, finding } of problems) {
    const text = `${finding.rule} ${finding.object}: ${finding.message}`;
    byText.set(text, [...(byText.get(text) ?? []), render]);
  }
  return [...byText].map(([text, renders]) => `${text} (${renders.slice(0, 3).join(', ')}${renders.length > 3 ? ` and ${renders.length - 3} more` : ''})`).toSorted();
};
