// G17: who is behind a session cookie, from a warm cache, against the least that could be done: one GET and one parse.
import { runProgram } from '../children.mjs';
import { median, medianRatio } from '../statistics.mjs';

export async function measureSessions({ backends, quick, rounds }) {
  const { peer, ours } = await runProgram('session-check', [rounds, quick ? 50_000 : 200_000], { REDIS_CACHE_URL: backends.urls.redisCache });
  const cpu = (runs) => runs.map((r) => r.cpuUs);
  const line = (runs) => `${median(cpu(runs)).toFixed(1)} µs of CPU, ${Math.round(median(runs.map((r) => r.perSecond)))}/s`;
  return [{ id: 'G17', value: medianRatio(cpu(ours), cpu(peer)), rounds: { peer, ours }, details: `ioredis ${line(peer)}; ours ${line(ours)}; 50 in flight` }];
}
