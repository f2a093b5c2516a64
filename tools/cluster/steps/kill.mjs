// The pod that scans goes in the middle of a scan, once asked to and once without being asked: the video ends ready, once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { upload } from '../../lib/demo/upload.mjs';
import { info, UserError } from '../../lib/say.mjs';
import { sleep, waitFor } from '../../lib/wait.mjs';
import { execInBackground, get, kubectl, NAMESPACE, releasePods, sql } from '../kube.mjs';
import { makeNoise } from '../video.mjs';

const PATIENCE_MS = 300_000;
const END = new Set(['ready', 'rejected', 'quarantined', 'failed', 'consent_hold']);

const scanPod = async () => {
  const [pod] = await releasePods('app.kubernetes.io/name=media,app.kubernetes.io/component=scan');
  if (!pod) throw new UserError('No pod of media scan is there');
  return pod.metadata.name;
};

const ask = (person, id) => person.must('GET', `/api/media/v1/assets/${id}`);

async function until(person, id, wanted) {
  const began = Date.now();
  for (;;) {
    const asset = await ask(person, id);
    if (wanted(asset)) return asset;
    if (Date.now() - began > PATIENCE_MS) throw new UserError(`The video is still ${asset.state} after ${PATIENCE_MS / 1000} s`);
    await sleep(50);
  }
}

/** Until somebody scans: the state is there before that, while the job waits for a worker. */
async function untilClaimed(person, id) {
  const asset = await until(person, id, ({ state }) => state === 'scanning' || state === 'processing' || END.has(state));
  for (;;) {
    const [[state, claimed]] = await sql('media', `SELECT state, lease_token IS NOT NULL FROM assets WHERE id = '${id}'`);
    if (state !== 'scanning' || claimed === 't') return { ...asset, state };
  }
}

/** What the database says of the end of an asset. */
async function endings(id) {
  const one = async (text) => Number((await sql('media', text))[0][0]);
  return {
    ready: await one(`SELECT count(*) FROM asset_history WHERE asset_id = '${id}' AND state = 'ready'`),
    web: await one(`SELECT count(*) FROM renditions WHERE asset_id = '${id}' AND name = 'web'`),
    verdicts: await one(`SELECT count(*) FROM verdicts WHERE asset_id = '${id}'`),
    attempt: await one(`SELECT coalesce(max(attempt), 0) FROM verdicts WHERE asset_id = '${id}'`),
  };
}

/**
 * SIGKILL to the one process of ours in the pod, once a line comes: nobody asks it to stop, as Kubernetes would first. This program
 * has the words that it looks for in its own command line.
 */
const ASSASSIN = `
const { readdirSync, readFileSync } = await import('node:fs');
const pid = readdirSync('/proc').find((name) => /^\\d+$/.test(name) && Number(name) !== process.pid && readFileSync('/proc/' + name + '/cmdline', 'utf8').includes('dist/main.'));
console.log('armed');
process.stdin.once('data', () => { process.kill(Number(pid), 'SIGKILL'); process.exit(0); });
`;

const WAYS = {
  deleted: async (pod) => () => kubectl(['delete', 'pod', '-n', NAMESPACE, pod, '--wait=false']),
  killed: async (pod) => {
    const assassin = execInBackground(pod, ['/nodejs/bin/node', '--input-type=module', '-e', ASSASSIN]);
    await waitFor('the process to be ready to be killed', async () => assassin.said().includes('armed'), { timeoutMs: 30_000 });
    return async () => assassin.send('now');
  },
};

/** What became of a container: that it ended, and how. */
async function lastEnd(pod) {
  const { items } = await get(['pods', '-n', NAMESPACE, '-l', 'app.kubernetes.io/name=media,app.kubernetes.io/component=scan']);
  return items.find((one) => one.metadata.name === pod)?.status.containerStatuses?.[0]?.lastState?.terminated ?? null;
}

export async function kill({ report, people }) {
  const folder = mkdtempSync(join(tmpdir(), 'practika-cluster-'));
  try {
    const file = join(folder, 'large.mp4');
    await makeNoise(file, { megabytes: 80 });
    for (const [name, prepare] of Object.entries(WAYS)) {
      const person = await people.somebody('instructor');
      const pod = await scanPod();
      const go = await prepare(pod);
      const { id } = await upload(person, file);
      const reached = await untilClaimed(person, id);
      await go();
      const after = await ask(person, id);
      info(`${pod} was ${name} while the video was ${reached.state}; right after that it is ${after.state}`);
      report.expect(reached.state === 'scanning', `${name}: the pod went in the middle of the scan`);
      const began = Date.now();
      const asset = await until(person, id, ({ state }) => END.has(state));
      const found = await endings(id);
      report.expect(asset.state === 'ready', `${name}: the video ends ready (${asset.state})`);
      report.expect(found.ready === 1 && found.web === 1, `${name}: once (${found.ready} times ready, ${found.web} web renditions, ${found.verdicts} verdicts)`);
      if (name === 'killed') {
        const end = await lastEnd(pod);
        report.expect(end !== null && end.exitCode === 137, `killed: the process ended by SIGKILL (exit code ${end?.exitCode ?? 'none: it runs on'})`);
        report.expect(found.attempt > 1, `killed: somebody else scanned it again (attempt ${found.attempt})`);
      }
      report.note(`pod ${name} mid-scan: ready ${((Date.now() - began) / 1000).toFixed(1)} s later; ${found.ready} × ready, ${found.web} × web, ${found.verdicts} verdict${found.verdicts === 1 ? '' : 's'}, of attempt ${found.attempt}`);
      await kubectl(['rollout', 'status', '-n', NAMESPACE, 'deployment', '-l', 'app.kubernetes.io/component=scan', '--timeout=180s'], { timeoutMs: 200_000 });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
