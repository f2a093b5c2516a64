// To the next version and back, under load: nobody notices, and nothing that was answered with 201 is lost.
import { info } from '../../lib/say.mjs';
import { get, helm, NAMESPACE, RELEASE, releasePods } from '../kube.mjs';
import { underLoad } from '../load.mjs';
import { countRows, missingComments, shrunk } from '../rows.mjs';
import { VERSIONS } from '../surroundings.mjs';
import { chartArguments, explainPods, leastTimeout, runHelmTest, toMs } from './install.mjs';

async function allRun(report, tag) {
  const others = (await releasePods()).flatMap((pod) => pod.spec.containers.filter((c) => c.image.includes('practika/') && !c.image.endsWith(`:${tag}`)).map(() => pod.metadata.name));
  report.expect(others.length === 0, `every pod runs ${tag}${others.length > 0 ? `, but not ${others.join(', ')}` : ''}`);
}

async function change(what, args, timeout) {
  try {
    await helm([...args, '--wait', '--timeout', timeout], { timeoutMs: toMs(timeout) + 60_000, beat: what });
  } catch (error) {
    await explainPods();
    throw error;
  }
}

export async function upgrade({ report, people }) {
  const crowd = await people.crowd(3);
  const revision = JSON.parse((await helm(['history', RELEASE, '-n', NAMESPACE, '-o', 'json'])).out).findLast((one) => one.status === 'deployed').revision;
  const timeout = await leastTimeout();
  const before = await countRows();
  info(`${before.size} tables, ${[...before.values()].reduce((sum, n) => sum + n, 0)} rows`);

  let began = Date.now();
  const up = await underLoad(crowd, report, 'helm upgrade', () => change('helm upgrade', ['upgrade', ...chartArguments(VERSIONS.b)], timeout));
  report.note(`upgrade to ${VERSIONS.b} took ${((Date.now() - began) / 1000).toFixed(0)} s`);
  await allRun(report, VERSIONS.b);
  const between = await countRows();

  began = Date.now();
  const down = await underLoad(crowd, report, 'helm rollback', () => change('helm rollback', ['rollback', RELEASE, String(revision), '-n', NAMESPACE], timeout));
  report.note(`rollback to ${VERSIONS.a} took ${((Date.now() - began) / 1000).toFixed(0)} s`);
  await allRun(report, VERSIONS.a);
  const after = await countRows();

  report.expect((await runHelmTest()).passed, 'helm test passes on the old version');
  const written = [...up.written, ...down.written];
  const missing = await missingComments(written);
  const lost = [...shrunk(before, between), ...shrunk(between, after)];
  report.expect(missing.length === 0, `${written.length - missing.length} of ${written.length} comments written under load are there`);
  report.expect(lost.length === 0, `no table has fewer rows than before${lost.length > 0 ? `: ${lost.join(', ')}` : ''}`);
  const { items } = await get(['pods', '-n', NAMESPACE]);
  const restarts = items.flatMap((pod) => pod.status.containerStatuses ?? []).reduce((sum, c) => sum + c.restartCount, 0);
  report.note(`0 rows lost: ${written.length} writes found again, ${after.size} tables compared; ${restarts} restarts of containers`);
}
