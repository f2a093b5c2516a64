// G11, G12: from complete to clean against the floor of the same run. G18: what an upload costs the API.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Person } from '../../lib/demo/person.mjs';
import { which } from '../../lib/paths.mjs';
import { sleep } from '../../lib/wait.mjs';
import { converse } from '../children.mjs';
import { bytesRead, cpuMs } from '../meters.mjs';
import { median, percentile } from '../statistics.mjs';
import { timesToReady, upload } from '../uploads.mjs';
import { makeVideo, paddedVideo } from '../videos.mjs';

const MIB = 1_048_576;

/** One file through the platform, another of the same size through the floor. Each file is new: clamd and stores remember. */
async function pair({ person, floor, seed, folder, mib, api }, i) {
  const [mine, its] = [join(folder, `platform-${i}.mp4`), join(folder, `floor-${i}.mp4`)];
  paddedVideo(seed, mine, mib);
  paddedVideo(seed, its, mib);
  const platform = async () => {
    const before = { cpu: cpuMs(api), read: bytesRead(api) };
    const began = performance.now();
    const asset = await upload(person, mine);
    const used = { cpu: cpuMs(api) - before.cpu, read: bytesRead(api) - before.read };
    const seconds = (performance.now() - began) / 1_000;
    return { ...await timesToReady(person, asset.id), used, seconds };
  };
  const plain = async () => (await floor.ask({ path: its, size: mib * MIB })).ms;
  try {
    // In turns, and never at the same time.
    const results = i % 2 === 0 ? [await platform(), await plain()] : [await plain(), await platform()].reverse();
    await sleep(300);
    return { ...results[0], floor: results[1] };
  } finally {
    for (const file of [mine, its]) rmSync(file, { force: true });
  }
}

async function series(around, mib, count) {
  // The first time everything is cold; nobody waits for that.
  await pair({ ...around, mib }, 0);
  const runs = [];
  for (let i = 1; i <= count; i += 1) runs.push(await pair({ ...around, mib }, i));
  return runs;
}

/** Milliseconds of CPU a second that a process uses with nothing to do. */
async function idleCpu(pid) {
  const seconds = 5;
  const before = cpuMs(pid);
  await sleep(seconds * 1_000);
  return (cpuMs(pid) - before) / seconds;
}

const ms = (values) => `${Math.round(median(values))} ms`;
const of = (runs, name) => runs.map((r) => r[name]);
const words = (runs) => `complete→clean ${ms(of(runs, 'processing'))} (checked after ${ms(of(runs, 'scanning'))}), floor ${ms(of(runs, 'floor'))}, complete→ready with renditions ${ms(of(runs, 'ready'))}, ${runs.length} files`;

export async function measurePipeline({ platform, env, folder, quick, rounds }) {
  const seed = join(folder, 'seed.mp4');
  await makeVideo(seed, { seconds: 2 });
  const person = new Person('instructor', platform.origin);
  const { instructor } = JSON.parse(readFileSync(platform.state.accounts, 'utf8'));
  await person.signIn(instructor.email, instructor.password);
  await person.consentToVideo();
  const { s3, clamd } = platform.backends;
  const floor = converse('pipeline-floor', { otel: true, env: { S3_ENDPOINT: s3.endpoint, S3_ACCESS_KEY: s3.accessKey, S3_SECRET_KEY: s3.secretKey, CLAMD_PORT: String(clamd.port), FFPROBE_PATH: env.FFPROBE_PATH ?? which('ffprobe') } });
  try {
    await floor.hello();
    const around = { person, floor, seed, folder, api: platform.processes.get('media-api').pid() };
    const small = await series(around, 1, quick ? 8 : 40);
    const large = await series(around, quick ? 20 : 100, rounds);
    // By the medians: a round's own floor is as noisy as what it is subtracted from.
    const base = median(of(small, 'floor'));
    const over = of(small, 'processing').map((value) => value - base);
    const idle = await idleCpu(around.api);
    const used = (name) => large.map((r) => r.used[name]);
    return [
      { id: 'G11.p50', value: percentile(over, 0.5), rounds: small, details: words(small) },
      { id: 'G11.p99', value: percentile(over, 0.99), details: `the slowest of ${over.length}` },
      { id: 'G12', value: median(of(large, 'processing')) / median(of(large, 'floor')), rounds: large, details: `${quick ? 20 : 100} MiB: ${words(large)}` },
      { id: 'G18.cpu', value: median(used('cpu')), details: `${used('cpu').map(Math.round).join(', ')} ms for uploads of ${quick ? 20 : 100} MiB; media-api from creating the upload to the answer of complete, of it ${(idle * median(of(large, 'seconds'))).toFixed(1)} ms are what it uses idle in that time` },
      { id: 'G18.bytes', value: median(used('read')) / 1_024, details: 'requests, answers of PostgreSQL, Redis and S3: no byte of the video' },
    ];
  } finally {
    await floor.stop();
    rmSync(seed, { force: true });
  }
}
