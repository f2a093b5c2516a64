// What a pod may do to itself: no token, nothing writable but what is said, and nothing that Pod Security would warn of.
import { existsSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { exec, execNode, get, helm, kubectl, NAMESPACE, BACKENDS, RELEASE, releasePods } from '../kube.mjs';

const TOKEN = '/var/run/secrets/kubernetes.io';
/** Tried in every container; where something is mounted to be written to, that is left out. */
const FORBIDDEN = ['/', '/app', '/etc', '/usr', '/usr/local/bin', '/home', '/var', '/run/secrets/practika'];

const nodeProgram = (folders, writable) => `
const fs = require('node:fs');
const write = (folder) => { try { const f = folder + '/.probe-' + process.pid; fs.writeFileSync(f, 'x'); fs.unlinkSync(f); return true; } catch (error) { return error.code; } };
const all = (list) => Object.fromEntries(list.filter((f) => fs.existsSync(f)).map((f) => [f, write(f)]));
console.log(JSON.stringify({ token: fs.existsSync('${TOKEN}'), uid: process.getuid(), forbidden: all(${JSON.stringify(folders)}), allowed: all(${JSON.stringify(writable)}) }));
`;
const shellProgram = (folders, writable) => `
try() { [ -d "$1" ] || return 0; if ( : > "$1/.probe-$$" ) 2>/dev/null; then rm -f "$1/.probe-$$"; echo "$2 $1 yes"; else echo "$2 $1 no"; fi; }
[ -e ${TOKEN} ] && echo token || echo no-token
echo "uid $(id -u)"
for f in ${folders.join(' ')}; do try "$f" forbidden; done
for f in ${writable.join(' ')}; do try "$f" allowed; done
`;

function readShell(out) {
  const found = { token: false, uid: 0, forbidden: {}, allowed: {} };
  for (const [word, folder, answer] of out.trim().split('\n').map((line) => line.split(' '))) {
    if (word === 'token') found.token = true;
    else if (word === 'uid') found.uid = Number(folder);
    else if (word === 'forbidden' || word === 'allowed') found[word][folder] = answer === 'yes' ? true : 'EROFS';
  }
  return found;
}

/** Folders of a container's emptyDirs that are not mounted read-only. */
function writableOf(pod, container) {
  const kinds = Object.fromEntries((pod.spec.volumes ?? []).map((volume) => [volume.name, volume]));
  return (container.volumeMounts ?? []).filter((mount) => !mount.readOnly && (kinds[mount.name]?.emptyDir || kinds[mount.name]?.persistentVolumeClaim)).map((mount) => mount.mountPath);
}

async function look(pod, container) {
  const writable = writableOf(pod, container);
  const folders = FORBIDDEN.filter((folder) => !writable.includes(folder));
  const where = { container: container.name, timeoutMs: 60_000 };
  if (container.image.includes('practika/')) return JSON.parse((await execNode(pod.metadata.name, nodeProgram(folders, writable), where)).out.trim().split('\n').pop());
  return readShell((await exec(pod.metadata.name, ['sh', '-c', shellProgram(folders, writable)], where)).out);
}

async function warnings(report, auditLog) {
  const manifest = (await helm(['get', 'manifest', RELEASE, '-n', NAMESPACE])).out;
  // A test's own account is there only while the test is; admission asks for it before it looks at the pod.
  const hooks = parseAllDocuments((await helm(['get', 'hooks', RELEASE, '-n', NAMESPACE])).out).map((document) => document.toJS()).filter((object) => object?.kind)
    .map((object) => JSON.stringify(object.kind === 'Pod' ? { ...object, spec: { ...object.spec, serviceAccountName: 'default' } } : object)).join('\n---\n');
  for (const [what, text] of [['the release', manifest], ['its hooks and tests', hooks]]) {
    const { err } = await kubectl(['apply', '--dry-run=server', '--server-side', '--force-conflicts', '-n', NAMESPACE, '-f', '-'], { input: text, timeoutMs: 180_000 });
    const said = err.split('\n').filter((line) => /PodSecurity|would violate/.test(line));
    report.expect(said.length === 0, `${what}: no warning of Pod Security when applied${said.length > 0 ? `: ${said.join(' | ')}` : ''}`);
  }
  for (const name of [NAMESPACE, BACKENDS]) {
    const { metadata } = await get(['namespace', name]);
    const level = metadata.labels?.['pod-security.kubernetes.io/enforce'];
    report.expect(level === 'restricted', `namespace ${name} enforces restricted (${level ?? 'nothing'})`);
  }
  if (auditLog === '') return report.note('no audit log was given (PRACTIKA_AUDIT_LOG): warnings of the API server were looked at instead');
  if (!report.expect(existsSync(auditLog), `the audit log ${auditLog} is there`)) return undefined;
  const created = Date.parse((await get(['namespace', NAMESPACE])).metadata.creationTimestamp);
  const entries = readFileSync(auditLog, 'utf8').split('\n').filter((line) => line.includes('pod-security.kubernetes.io')).flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return []; // the last line may be half written
    }
  }).filter((entry) => [NAMESPACE, BACKENDS].includes(entry.objectRef?.namespace) && Date.parse(entry.stageTimestamp) >= created);
  const bad = entries.filter((entry) => entry.annotations['pod-security.kubernetes.io/audit-violations'] || entry.annotations['authorization.k8s.io/decision'] === 'forbid');
  report.expect(bad.length === 0, `audit log: no violation in ${entries.length} entries of Pod Security${bad[0] ? `: ${bad[0].objectRef.resource}/${bad[0].objectRef.name} ${bad[0].annotations['pod-security.kubernetes.io/audit-violations']}` : ''}`);
  return report.note(`audit log: ${entries.length} verdicts of Pod Security, ${bad.length} violations`);
}

export async function pods({ report, options }) {
  let containers = 0;
  let refused = 0;
  const running = await releasePods();
  for (const pod of running) {
    for (const container of pod.spec.containers) {
      const name = `${pod.metadata.name}/${container.name}`;
      const found = await look(pod, container);
      containers += 1;
      const open = Object.entries(found.forbidden).filter(([, answer]) => answer === true).map(([folder]) => folder);
      const shut = Object.entries(found.allowed).filter(([, answer]) => answer !== true).map(([folder, code]) => `${folder} ${code}`);
      refused += Object.keys(found.forbidden).length - open.length;
      if (found.token) report.expect(false, `${name} has a token`);
      if (found.uid === 0) report.expect(false, `${name} runs as root`);
      if (open.length > 0) report.expect(false, `${name} can write to ${open.join(', ')}`);
      if (shut.length > 0) report.expect(false, `${name} cannot write to ${shut.join(', ')}`);
      if (!Object.values(found.forbidden).some((answer) => answer === 'EROFS')) report.expect(false, `${name}: no folder was refused as read-only`);
    }
  }
  report.note(`${containers} containers of ${running.length} pods: no token, no root, ${refused} writes refused outside of what is mounted for it`);
  await warnings(report, options.auditLog);
}
