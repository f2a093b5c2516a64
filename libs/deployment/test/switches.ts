import type { ListedRender } from '../src/helm.js';
import { at, effective } from '../src/values.js';

interface Switch { readonly settings: readonly string[]; readonly read: (values: unknown) => string }

const onOff = (path: string): Switch => ({ settings: ['off', 'on'], read: (values) => (at(values, path) === true ? 'on' : 'off') });
const given = (path: string): Switch => ({ settings: ['none', 'given'], read: (values) => { const value = at(values, path); return value === '' || value === undefined || (Array.isArray(value) && value.length === 0) ? 'none' : 'given'; } });
const oneOf = (path: string, ...settings: string[]): Switch => ({ settings, read: (values) => String(at(values, path)) });
const policy = 'global.networkPolicy';

/** What an operator turns, and how it may stand. Every two of them are rendered together in every pair of settings. */
export const SWITCHES: Readonly<Record<string, Switch>> = {
  exposure: oneOf('exposure.type', 'none', 'ingress', 'httpRoute'),
  edge: oneOf(`${policy}.edge.mode`, 'selector', 'alb', 'hostNetwork'),
  postgres: oneOf(`${policy}.postgres.mode`, 'selector', 'cidr', 'fqdn'),
  s3: oneOf(`${policy}.s3.mode`, 'selector', 'cidr', 'fqdn'),
  'node-local dns': given(`${policy}.dns.cidrs`),
  traces: given('global.otlp.endpoint'),
  monitors: onOff('global.monitoring.serviceMonitors.enabled'),
  rules: onOff('global.monitoring.rules.enabled'),
  dashboard: onOff('global.monitoring.dashboard.enabled'),
  'secrets from outside': given('auth.secrets.service.externalSecret.remoteKey'),
  'api autoscaling': onOff('auth.api.autoscaling.enabled'),
  'worker autoscaling': onOff('media.scan.keda.enabled'),
  clamav: onOff('clamav.enabled'),
  buckets: onOff('media.buckets.setup.enabled'),
};

export const switchesOf = (listed: ListedRender): Record<string, string> => {
  const values = effective(listed.chart, listed.values);
  return Object.fromEntries(Object.entries(SWITCHES).map(([name, { read }]) => [name, read(values)]));
};

/** Pairs of settings that no row has. */
export function missingPairs(rows: readonly Readonly<Record<string, string>>[]): string[] {
  const names = Object.keys(SWITCHES);
  return names.flatMap((one, i) => names.slice(i + 1).flatMap((two) => (SWITCHES[one]?.settings ?? []).flatMap((a) => (SWITCHES[two]?.settings ?? [])
    .filter((b) => !rows.some((row) => row[one] === a && row[two] === b)).map((b) => `${one} ${a} with ${two} ${b}`))));
}
