import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { parse, stringify } from 'yaml';
import { specOf } from '../src/checks/kubernetes.js';
import { declaredMetrics, labelsIn, seriesIn, seriesOf } from '../src/checks/metrics.js';
import { ROOT } from '../src/helm.js';
import { mustRender, umbrellaRenders } from './renders.js';

interface Rule { readonly alert?: string; readonly record?: string; readonly expr: string; readonly for?: string; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> }
interface Group { readonly name: string; readonly rules: readonly Rule[] }

const UNIT = join(import.meta.dirname, '..', 'alerts');
const renders = umbrellaRenders().map((listed) => ({ name: listed.name, manifests: mustRender(listed).manifests }));
const groupsOf = (manifests: (typeof renders)[number]['manifests']): Group[] => manifests.filter((m) => m.kind === 'PrometheusRule').flatMap((m) => [...(specOf<{ groups?: Group[] }>(m).groups ?? [])]);
// The fullest render has every rule; what another one has is a part of it.
const groups = renders.map(({ manifests }) => groupsOf(manifests)).toSorted((a, b) => b.flatMap((g) => g.rules).length - a.flatMap((g) => g.rules).length)[0] ?? [];
const rules = groups.flatMap((group) => group.rules);
const alerts = rules.filter((rule) => rule.alert !== undefined);
const dashboards = renders.flatMap(({ name, manifests }) => manifests.filter((m) => m.kind === 'ConfigMap' && m.metadata.labels?.['grafana_dashboard'] !== undefined)
  .flatMap((m) => Object.entries((m['data'] ?? {}) as Record<string, string>).map(([file, text]) => ({ name: `${m.metadata.name} ${file}`, render: name, text }))));

const folder = mkdtempSync(join(tmpdir(), 'practika-rules-'));
writeFileSync(join(folder, 'rules.yaml'), stringify({ groups }));
for (const file of readdirSync(UNIT)) cpSync(join(UNIT, file), join(folder, file));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function promtool(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });
  if (error !== undefined) throw new Error('promtool is missing. It comes with Prometheus: apt-get install -y --no-install-recommends prometheus', { cause: error });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

// Series of others: kube-state-metrics, the kubelet and Prometheus itself.
const OF_OTHERS = /^(up|ALERTS|kube_\w+|container_\w+|kubelet_\w+|certmanager_\w+|hubble_\w+|cilium_\w+)$/;
const registry = new Registry();
collectDefaultMetrics({ register: registry });
const own = new Map(declaredMetrics().flatMap((metric) => seriesOf(metric).map((series) => [series, metric] as const)));
const defaults = new Set(registry.getMetricsAsArray().flatMap((m) => [m.name, `${m.name}_bucket`, `${m.name}_sum`, `${m.name}_count`]));
const recorded = new Set(rules.flatMap((rule) => (rule.record === undefined ? [] : [rule.record])));
const unknown = (expression: string): string[] => seriesIn(expression).filter((name) => !own.has(name) && !defaults.has(name) && !recorded.has(name) && !OF_OTHERS.test(name));
/** Labels that Prometheus or a ServiceMonitor puts on every series. */
const TARGET = new Set(['namespace', 'pod', 'service', 'job', 'instance', 'container', 'endpoint', 'le']);
const strangeLabels = (expression: string): string[] => labelsIn(expression).flatMap(({ series, labels }) => {
  const metric = own.get(series);
  return metric === undefined ? [] : labels.filter((label) => !TARGET.has(label) && !metric.labels.includes(label) && !label.startsWith('app_kubernetes_io')).map((label) => `${series} has no label ${label}`);
});

describe('[K34] [S7] alerts', () => {
  it('should be rules that Prometheus takes', () => {
    expect(alerts.length).toBeGreaterThanOrEqual(6);
    expect(promtool('check', 'rules', 'rules.yaml')).toBe('');
  });

  it.each(readdirSync(UNIT))('[K34] [S7] should fire when they are to and not else: %s', (file) => {
    expect(promtool('test', 'rules', file)).toBe('');
  });

  it('should each be shown to fire and not to fire', () => {
    const shown = readdirSync(UNIT).flatMap((file) => (parse(readFileSync(join(UNIT, file), 'utf8')) as { tests: { alert_rule_test?: { alertname: string; exp_alerts?: unknown[] }[] }[] }).tests)
      .flatMap((test) => test.alert_rule_test ?? []).map(({ alertname, exp_alerts: expected }) => `${alertname} ${(expected ?? []).length > 0 ? 'fires' : 'is silent'}`);
    const names: string[] = [...new Set(alerts.map((rule) => rule.alert ?? ''))];
    expect(names.flatMap((name: string) => [`${name} fires`, `${name} is silent`]).filter((what) => !shown.includes(what))).toEqual([]);
  });

  it('should say how bad it is, what it means and where the runbook is, which exists', () => {
    const problems = alerts.flatMap((rule) => {
      const page = /([\w-]+)(?:\.md)?(?:#[\w-]*)?$/.exec(rule.annotations?.['runbook_url'] ?? '')?.[1] ?? '';
      return [
        ...(['critical', 'warning', 'info'].includes(rule.labels?.['severity'] ?? '') ? [] : [`${rule.alert} has no severity`]),
        ...(['summary', 'description'] as const).filter((key) => !rule.annotations?.[key]).map((key) => `${rule.alert} has no ${key}`),
        ...(existsSync(join(ROOT, 'docs', 'kubernetes', 'runbooks', `${page}.md`)) ? [] : [`${rule.alert}: docs/kubernetes/runbooks/${page}.md is not there`]),
      ];
    });
    expect(problems).toEqual([]);
  });

  it('should ask for series that the code has, by labels that they have', () => {
    expect(rules.flatMap((rule) => [...unknown(rule.expr), ...strangeLabels(rule.expr)].map((name) => `${rule.alert ?? rule.record}: ${name}`))).toEqual([]);
  });

  it('should render the same rules wherever they are on, or none', () => {
    const names = new Set(renders.map(({ manifests }) => groupsOf(manifests).flatMap((g) => g.rules).length > 0));
    expect([...names].toSorted()).toEqual([false, true]);
  });
});

interface Panel { readonly title?: string; readonly type?: string; readonly datasource?: unknown; readonly panels?: readonly Panel[]; readonly targets?: readonly { readonly expr?: string; readonly datasource?: unknown }[] }
interface Dashboard { readonly uid?: string; readonly title?: string; readonly templating?: { readonly list?: readonly { readonly name: string; readonly type: string }[] }; readonly panels?: readonly Panel[] }
const panelsOf = (panels: readonly Panel[] = []): Panel[] => panels.flatMap((panel) => [panel, ...panelsOf(panel.panels)]);

describe('[K34] dashboards', () => {
  it('should be rendered somewhere', () => expect(dashboards.length).toBeGreaterThan(0));

  it.each([...new Map(dashboards.map((d) => [d.text, d])).values()].map((d) => [`${d.name} as in ${d.render}`, d.text] as const))('should have a uid, a variable for the data source and series that exist: %s', (_name, text) => {
    const dashboard = JSON.parse(text) as Dashboard;
    expect(dashboard.uid).toMatch(/^[\w-]{4,40}$/);
    const sources = (dashboard.templating?.list ?? []).filter((v) => v.type === 'datasource').map((v) => v.name);
    expect(sources).toHaveLength(1);
    const panels = panelsOf(dashboard.panels).filter((panel) => (panel.targets ?? []).length > 0);
    expect(panels.length).toBeGreaterThanOrEqual(6);
    const problems = panels.flatMap((panel) => [
      ...(JSON.stringify(panel.datasource ?? null).includes(`\${${sources[0]}}`) ? [] : [`${panel.title} is bound to one data source`]),
      ...(panel.targets ?? []).flatMap((target) => (target.expr === undefined ? [`${panel.title} asks nothing`] : [...unknown(target.expr.replaceAll(/\$\{?\w+\}?/g, '5m')), ...strangeLabels(target.expr)].map((name) => `${panel.title}: ${name}`))),
    ]);
    expect(problems).toEqual([]);
  });
});
