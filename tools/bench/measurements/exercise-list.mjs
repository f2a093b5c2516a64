// G2, G4: the exercises service over many rows.
import { Agent, get } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../../lib/paths.mjs';
import { UserError } from '../../lib/say.mjs';
import { startProgram } from '../children.mjs';
import { startExercises } from '../exercises-service.mjs';
import { inTurns, median, medianRatio, percentile } from '../statistics.mjs';
import { compareServers } from './list-handler.mjs';

const PAGE = 20;

export async function measureExerciseList(around) {
  const service = await startExercises(around);
  let peer;
  try {
    peer = await startProgram('bare-exercises', { logs: join(around.base, 'logs'), env: { DATABASE_URL: service.runtime, VIEWER: service.person.userId } });
    return [{ id: 'G2', ...await compareServers({ peer, ours: service, headers: service.person.headers, quick: around.quick, rounds: around.rounds }) }];
  } finally {
    await peer?.stop();
    await service.stop();
  }
}

/** The cursor that a client would hold after so many pages: walking there page by page would take minutes. */
async function cursorAfter(ownerUrl, pages) {
  const { default: pg } = await import(createRequire(join(ROOT, 'package.json')).resolve('pg'));
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows: [row] } = await client.query(`SELECT created_at::text AS key, id FROM exercises WHERE deleted_at IS NULL AND visibility = 'organisation' ORDER BY created_at DESC, id DESC OFFSET ${pages * PAGE - 1} LIMIT 1`);
  await client.end();
  return Buffer.from(JSON.stringify(['-createdAt', 0, row.key, row.id])).toString('base64url');
}

export async function measureDepth(around) {
  const service = await startExercises(around);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const timed = (url) => new Promise((resolve, reject) => {
    const began = performance.now();
    get(url, { agent, headers: service.person.headers }, (answer) => {
      let body = '';
      answer.on('data', (chunk) => { body += chunk; });
      answer.on('end', () => (answer.statusCode === 200 && JSON.parse(body).items.length === PAGE ? resolve(performance.now() - began) : reject(new UserError(`${answer.statusCode} ${body.slice(0, 300)}`))));
    }).on('error', reject);
  });
  try {
    const depth = service.rows / PAGE / 2;
    const deep = `${service.url}&cursor=${await cursorAfter(service.owner, depth - 1)}`;
    const p50 = async (url) => {
      const times = [];
      for (let i = 0; i < 200; i += 1) times.push(await timed(url));
      return percentile(times, 0.5);
    };
    const variants = { first: () => p50(service.url), deep: () => p50(deep) };
    await inTurns(1, variants);
    const runs = await inTurns(around.rounds, variants);
    return [{ id: 'G4', value: medianRatio(runs.deep, runs.first), rounds: runs, details: `page 1 ${median(runs.first).toFixed(2)} ms, page ${depth.toLocaleString('en')} ${median(runs.deep).toFixed(2)} ms, of ${service.rows.toLocaleString('en')} rows, one request at a time` }];
  } finally {
    agent.destroy();
    await service.stop();
  }
}
