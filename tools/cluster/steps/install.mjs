// helm install, and what helm test says afterwards.
import { join } from 'node:path';
import { ROOT } from '../../lib/paths.mjs';
import { run } from '../../lib/proc.mjs';
import { info, plain, UserError } from '../../lib/say.mjs';
import { get, helm, isReady, kubectl, NAMESPACE, RELEASE, releasePods } from '../kube.mjs';
import { VERSIONS } from '../surroundings.mjs';

const CHART = join(ROOT, 'charts/practika');
export const chartArguments = (tag) => [RELEASE, CHART, '-n', NAMESPACE, '-f', join(ROOT, 'k8s/values/dev.yaml'), '-f', join(ROOT, 'tools/cluster/values.yaml'), '--set-string', `global.image.tag=${tag}`];

/** What the chart's notes ask for, as `20m` or `1830s`. */
export async function leastTimeout() {
  const { out } = await helm(['install', ...chartArguments(VERSIONS.a), '--dry-run=client']);
  const [, timeout] = /Least --timeout:\s+(\d[0-9hms]*)/.exec(out.slice(out.lastIndexOf('NOTES:'))) ?? [];
  if (!timeout) throw new UserError('The notes of the chart name no least --timeout');
  return timeout;
}

export const toMs = (duration) => [...duration.matchAll(/(\d+)([hms])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * { h: 3_600_000, m: 60_000, s: 1_000 }[unit], 0);

/** Pods that are not as they should be, with what they last said. */
export async function explainPods() {
  const { items } = await get(['pods', '-n', NAMESPACE]);
  for (const pod of items.filter((one) => !isReady(one) && one.status.phase !== 'Succeeded')) {
    const waiting = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])].map((c) => `${c.name} ${c.state?.waiting?.reason ?? c.state?.terminated?.reason ?? 'runs'}, ${c.restartCount} restarts`);
    info(`${pod.metadata.name} (${pod.status.phase}): ${waiting.join('; ')}`);
    const { out, err } = await kubectl(['logs', '-n', NAMESPACE, pod.metadata.name, '--all-containers', '--tail=6', '--prefix'], { may: true });
    for (const line of `${out}${err}`.trim().split('\n')) info(`    ${line.slice(0, 300)}`);
  }
  const { out } = await kubectl(['get', 'events', '-n', NAMESPACE, '--field-selector=type=Warning', '--sort-by=.lastTimestamp', '-o', 'custom-columns=:.involvedObject.name,:.reason,:.message', '--no-headers'], { may: true });
  for (const line of out.trim().split('\n').slice(-12)) info(`    ${line.slice(0, 260)}`);
}

export async function install({ report }) {
  const done = await run(process.execPath, [join(ROOT, 'tools/charts.mjs')], { cwd: ROOT });
  if (done.code !== 0) throw new UserError(`npm run charts failed: ${done.err.trim()}`);
  const timeout = await leastTimeout();
  info(`helm install --wait --timeout ${timeout}, as the notes say`);
  const began = Date.now();
  try {
    const { err } = await helm(['install', ...chartArguments(VERSIONS.a), '--wait', '--timeout', timeout], { timeoutMs: toMs(timeout) + 60_000, beat: 'helm install' });
    const warnings = err.split('\n').filter((line) => /warning|would violate/i.test(line));
    report.expect(warnings.length === 0, `helm install warns of nothing${warnings.length > 0 ? `: ${warnings.join(' | ')}` : ''}`);
  } catch (error) {
    await explainPods();
    throw error;
  }
  const pods = await releasePods();
  report.note(`${pods.length} pods ready in ${Math.round((Date.now() - began) / 1000)} s (timeout ${timeout})`);
  const restarted = pods.flatMap((pod) => pod.status.containerStatuses.filter((c) => c.restartCount > 0).map((c) => `${pod.metadata.name}/${c.name} ${c.restartCount}`));
  report.expect(restarted.length === 0, `nothing restarted on the way${restarted.length > 0 ? `: ${restarted.join(', ')}` : ''}`);
}

/** @returns {Promise<{ passed: boolean, out: string }>} */
export async function runHelmTest() {
  const done = await helm(['test', RELEASE, '-n', NAMESPACE, '--timeout', '10m'], { timeoutMs: 630_000, may: true, beat: 'helm test' });
  const out = `${done.out}\n${done.err}`;
  // helm logs what the pods said as one message in quotes.
  const said = [...out.matchAll(/msg="((?:[^"\\]|\\.)*)"/g)].flatMap(([, text]) => text.replaceAll('\\"', '"').split('\\n'));
  for (const line of [...said, ...out.split('\n').filter((text) => text.startsWith('Error'))]) plain(`          ${line}`);
  return { passed: done.code === 0, out };
}

const UNENFORCED = /network plugin of this cluster does not enforce NetworkPolicies/;

export async function helmTest({ report, options }) {
  const { passed, out } = await runHelmTest();
  if (options.expectUnenforced) {
    report.expect(!passed, 'helm test fails on a network that does not enforce policies');
    report.expect(UNENFORCED.test(out), 'and says so in plain words');
    return;
  }
  report.expect(passed, 'helm test passes');
  report.expect(!UNENFORCED.test(out), 'the canary found the network enforced');
}
