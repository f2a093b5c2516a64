// What each scanner said, in one form. No scanner is given flags that ignore anything.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

const call = (program, args) => {
  const ran = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 512 * 1024 * 1024, timeout: 10 * 60_000 });
  if (ran.error) throw ran.error;
  return ran.stdout;
};
function json(name, text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${name} printed no JSON: ${text.slice(0, 200)}`);
  }
}
const list = (value) => (Array.isArray(value) ? value : value ? [value] : []);

function kubeScore(program, file) {
  // Annotations in the objects could turn checks off: they are not to.
  const out = json('kube-score', call(program, ['score', '--output-format', 'json', '--disable-ignore-checks-annotations', '--kubernetes-version', 'v1.35', file]));
  return out.flatMap(({ type_meta: type, object_meta: meta, checks }) => checks.filter((c) => !c.skipped && c.grade < 10).flatMap(({ check, comments }) => {
    const said = list(comments).map((c) => [c.path, c.summary].filter(Boolean).join(': '));
    return (said.length > 0 ? said : [check.name]).map((message) => ({ rule: check.id, object: `${type.kind}/${meta.name}`, message }));
  }));
}

function checkov(program, file) {
  const out = list(json('checkov', call(program, ['--file', file, '--framework', 'kubernetes', '--output', 'json', '--compact', '--quiet', '--skip-download', '--soft-fail'])));
  return out.flatMap(({ results }) => results?.failed_checks ?? []).map(({ check_id: rule, resource, check_name: message }) => {
    // Deployment.namespace.name, and of a pod template Pod.namespace.name.hash
    const [kind, , name] = resource.split('.');
    return { rule, object: `${kind}/${name}`, message };
  });
}

/** Kind/name of the object that stands at a line of a stream of documents. */
function objectAt(file, line) {
  const lines = readFileSync(file, 'utf8').split('\n');
  let from = line - 1;
  while (from > 0 && lines[from - 1] !== '---') from -= 1;
  const end = lines.indexOf('---', from);
  const { kind, metadata } = parse(lines.slice(from, end === -1 ? undefined : end).join('\n')) ?? {};
  return `${kind}/${metadata?.name}`;
}

/** All files at once: it takes seconds to begin, and judges each object by itself. */
function trivy(program, files) {
  const out = json('trivy', call(program, ['config', '--format', 'json', '--quiet', '--skip-check-update', '--misconfig-scanners', 'kubernetes', dirname(files[0])]));
  return (out.Results ?? []).flatMap(({ Target, Misconfigurations }) => (Misconfigurations ?? []).filter((m) => m.Status === 'FAIL')
    .map((m) => ({ file: join(dirname(files[0]), Target), rule: m.ID, object: objectAt(join(dirname(files[0]), Target), m.CauseMetadata?.StartLine ?? 1), message: m.Message })));
}

function kubeLinter(program, file) {
  const out = json('kube-linter', call(program, ['lint', '--format', 'json', file]));
  return (out.Reports ?? []).map(({ Check, Diagnostic, Object: of }) => ({ rule: Check, object: `${of.K8sObject.GroupVersionKind.Kind}/${of.K8sObject.Name}`, message: Diagnostic.Message }));
}

function polaris(program, file) {
  const out = json('polaris', call(program, ['audit', '--audit-path', file, '--format', 'json', '--disallow-exemptions', '--log-level', 'error']));
  const failed = (results) => Object.values(results ?? {}).filter((r) => !r.Success);
  return (out.Results ?? []).flatMap(({ Kind, Name, Results, PodResult }) => [
    ...failed(Results), ...failed(PodResult?.Results), ...list(PodResult?.ContainerResults).flatMap((c) => failed(c.Results)),
  ].map(({ ID: rule, Message: message }) => ({ rule, object: `${Kind}/${Name}`, message })));
}

/** Objects of one render belong together (a policy and its pods), so that each file is looked at alone. */
const each = (read) => (program, files) => files.flatMap((file) => read(program, file).map((finding) => ({ file, ...finding })));

/** By name: what a scanner says about files that lie in one folder, as { file, rule, object, message }. */
export const READERS = { 'kube-score': each(kubeScore), checkov: each(checkov), trivy, 'kube-linter': each(kubeLinter), polaris: each(polaris) };
