import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { helm, renderList, ROOT, surroundings } from '../src/helm.js';
import { applications, mustRender, umbrellaRenders } from './renders.js';
import { missingPairs, switchesOf, SWITCHES } from './switches.js';

const lint = (chart: string, values: readonly string[]): string => {
  const { status, stdout, stderr } = helm(['lint', '--strict', '--quiet', join(surroundings().folder, chart), ...values.flatMap((file) => ['--values', join(ROOT, file)])]);
  return status === 0 ? '' : `${stdout}${stderr}`;
};

describe('[K5] [R1] every chart with every ci values file', () => {
  it.each(renderList().map((listed) => [listed.name, listed] as const))('[C4] should lint strictly and render: %s', (_name, listed) => {
    expect(lint(listed.chart, listed.values)).toBe('');
    expect(mustRender(listed).manifests.length).toBeGreaterThan(3);
  });

  it('should render every chart alone, the umbrella with at least twelve sets of values', () => {
    expect(applications().filter((chart) => !renderList().some((listed) => listed.chart === chart))).toEqual([]);
    expect(umbrellaRenders().length).toBeGreaterThanOrEqual(12);
  });

  it('[K5] [C4] should render each pair of settings of each two switches together in some set of values', () => {
    const rows = umbrellaRenders().map((listed) => switchesOf(listed));
    expect(missingPairs(rows)).toEqual([]);
  });

  it('should name a pair that no set of values has', () => {
    const rows = umbrellaRenders().map((listed) => switchesOf(listed)).filter((row) => !(row['exposure'] === 'httpRoute' && row['edge'] === 'alb'));
    expect(missingPairs(rows)).toContain('exposure httpRoute with edge alb');
  });

  it('should turn every switch both ways', () => {
    const rows = umbrellaRenders().map((listed) => switchesOf(listed));
    const turned = Object.entries(SWITCHES).filter(([name, { settings }]) => settings.some((setting) => !rows.some((row) => row[name] === setting)));
    expect(turned.map(([name]) => name)).toEqual([]);
  });
});
