// A database user is rotated by two users of one group, as the documentation says: the Secret changes, and nothing restarts.
import { randomWord } from '../../lib/secrets.mjs';
import { waitFor } from '../../lib/wait.mjs';
import { apply, get, NAMESPACE, releasePods, sql } from '../kube.mjs';
import { underLoad } from '../load.mjs';

const SERVICE = 'exercises';
const LIMIT_SECONDS = 90;

const restarts = async () => Object.fromEntries((await releasePods(`app.kubernetes.io/name=${SERVICE}`)).map((pod) => [pod.metadata.name, pod.status.containerStatuses.reduce((sum, c) => sum + c.restartCount, 0)]));
const sessionsOf = async (role) => Number((await sql('postgres', `SELECT count(*) FROM pg_stat_activity WHERE datname = '${SERVICE}' AND usename = '${role}'`))[0][0]);

async function replaceUrl(secret, url) {
  const { apiVersion, kind, type, data, metadata: { name, namespace, labels } } = secret;
  await apply([{ apiVersion, kind, type, metadata: { name, namespace, labels }, data: { ...data, 'database-url': Buffer.from(url).toString('base64') } }]);
}

/** Seconds until the old role has no session and the new one has some. */
async function takenUp(before, after) {
  const began = Date.now();
  await waitFor(`the sessions of ${after} in place of those of ${before}`, async () => (await sessionsOf(after)) > 0 && (await sessionsOf(before)) === 0, { timeoutMs: 150_000, everyMs: 1_000 });
  return (Date.now() - began) / 1000;
}

export async function secret({ report, people }) {
  const crowd = await people.crowd(2);
  const held = await get(['secret', '-n', NAMESPACE, `practika-${SERVICE}`]);
  const url = Buffer.from(held.data['database-url'], 'base64').toString();
  const at = new URL(url);
  const old = decodeURIComponent(at.username);
  const next = `${old}_next`;
  const password = randomWord(32);
  const before = await restarts();
  await sql(SERVICE, `CREATE ROLE ${next} LOGIN PASSWORD '${password}' IN ROLE ${old};\n`);
  try {
    const load = await underLoad(crowd, report, 'rotation', async () => {
      at.username = next;
      at.password = password;
      await replaceUrl(held, at.href);
      const there = await takenUp(old, next);
      report.expect(there <= LIMIT_SECONDS, `the new user is in use ${there.toFixed(0)} s after the Secret changed, the old one has no session left`);
      await replaceUrl(held, url);
      const back = await takenUp(next, old);
      report.expect(back <= LIMIT_SECONDS, `and back again within ${back.toFixed(0)} s`);
      report.note(`changed secret in use after ${there.toFixed(0)} s and ${back.toFixed(0)} s`);
    });
    report.expect(load.written.length > 0, 'rows were written meanwhile');
  } finally {
    await replaceUrl(held, url);
    await sql(SERVICE, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${next}';\nREASSIGN OWNED BY ${next} TO ${old};\nDROP ROLE ${next};\n`, { may: true });
  }
  const after = await restarts();
  report.expect(JSON.stringify(after) === JSON.stringify(before), `nothing restarted: the same ${Object.keys(before).length} pods, with as many restarts`);
}
