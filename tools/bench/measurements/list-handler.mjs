// G1: what stands before a handler costs, compared with a framework that does none of it.
import { join } from 'node:path';
import { startProgram } from '../children.mjs';
import { signedIn } from '../session.mjs';
import { inTurns, median, medianRatio } from '../statistics.mjs';
import { wrk } from '../wrk.mjs';

export const serverLine = (runs) => `${Math.round(median(runs.map((r) => r.requestsPerSecond)))} req/s, ${Math.round(median(runs.map((r) => r.cpuUs)))} µs of CPU a request, p50 ${median(runs.map((r) => r.p50)).toFixed(1)} ms, p99 ${median(runs.map((r) => r.p99)).toFixed(1)} ms`;

/** Loads two servers in turns; gives the CPU of the peer over ours, and words. */
export async function compareServers({ peer, ours, headers, quick, rounds }) {
  const seconds = quick ? 3 : 6;
  const variants = { peer: () => wrk({ ...peer, seconds }), ours: () => wrk({ ...ours, seconds, headers }) };
  await inTurns(1, variants);
  const runs = await inTurns(rounds, variants);
  const rate = (r) => r.map((x) => x.requestsPerSecond);
  const cpu = (r) => r.map((x) => x.cpuUs);
  return {
    value: medianRatio(cpu(runs.peer), cpu(runs.ours)), rounds: runs,
    details: `bare: ${serverLine(runs.peer)}; ours: ${serverLine(runs.ours)} (req/s ${medianRatio(rate(runs.ours), rate(runs.peer)).toFixed(2)} of bare)`,
  };
}

export async function measureListHandler({ base, backends, quick, rounds }) {
  const logs = join(base, 'logs');
  const started = [];
  try {
    for (const [name, options] of [['bare-list', {}], ['platform-list', { otel: true, env: { REDIS_CACHE_URL: backends.urls.redisCache, DATABASE_URL: backends.urls.postgres } }]]) started.push(await startProgram(name, { ...options, logs }));
    const [peer, ours] = started;
    const { headers } = await signedIn(backends.urls.redisCache);
    return [{ id: 'G1', ...await compareServers({ peer, ours, headers, quick, rounds }) }];
  } finally {
    for (const server of started) await server.stop();
  }
}
