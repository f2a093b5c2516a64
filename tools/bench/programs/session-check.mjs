// session-check.mjs ROUNDS CHECKS: PrincipalResolver on a warm cache and a plain GET + JSON.parse in turns.
import { randomBytes } from 'node:crypto';
import { connectCache } from '@practika/http';
import { CredentialCache, credentialHash, PrincipalResolver } from '@practika/identity';
import { uuidv7 } from '@practika/database';
import { inTurns } from '../statistics.mjs';

const IN_FLIGHT = 50;
const [rounds, checks] = process.argv.slice(2).map(Number);
const redis = await connectCache(process.env.REDIS_CACHE_URL);
const resolver = new PrincipalResolver(new CredentialCache(redis), { introspect: () => { throw new Error('the cache was not warm'); } });

const raws = Array.from({ length: 1_000 }, () => randomBytes(32).toString('base64url'));
// Without an end: a session that leaves the cache within a round would be a look-up of another kind.
const principal = () => JSON.stringify({ kind: 'session', userId: uuidv7(), role: 'student', leaving: false, sessionId: uuidv7(), authenticatedAt: Date.now() });
const keys = raws.map((raw) => `credential:${credentialHash(raw)}`);
await Promise.all(keys.map((key) => redis.set(key, principal())));

async function measure(check) {
  const cpu = process.cpuUsage();
  const began = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: IN_FLIGHT }, async () => {
    for (let i = next; i < checks; i = next) {
      next += 1;
      if ((await check(i % raws.length)).kind !== 'session') throw new Error('not a session');
    }
  }));
  const { user, system } = process.cpuUsage(cpu);
  return { cpuUs: (user + system) / checks, perSecond: checks / ((performance.now() - began) / 1_000) };
}

const variants = { peer: () => measure(async (i) => JSON.parse(await redis.get(keys[i]))), ours: () => measure((i) => resolver.session(raws[i])) };
// For the compiler.
await inTurns(1, variants);
console.log(JSON.stringify(await inTurns(rounds, variants)));
redis.disconnect();
