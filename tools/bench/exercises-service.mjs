// The exercises service itself, with a database full of exercises.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureDatabases } from '../lib/databases.mjs';
import { Ledger } from '../lib/ledger.mjs';
import { nodeBinary, ROOT, stateFolder } from '../lib/paths.mjs';
import { freePort } from '../lib/ports.mjs';
import { run, startProcess, whyEnded } from '../lib/proc.mjs';
import { step, UserError } from '../lib/say.mjs';
import { Secrets } from '../lib/secrets.mjs';
import { httpStatus, waitFor } from '../lib/wait.mjs';
import { seedExercises } from '../../services/exercises/dist/testing/seed.js';
import { signedIn } from './session.mjs';

const cwd = join(ROOT, 'services', 'exercises');
let prepared = null;

async function migrateAndSeed(around, rows) {
  const databases = await ensureDatabases(around.backends.urls.postgres, new Secrets(stateFolder(around.base).secrets));
  const { owner, runtime, runtimeRole } = databases.exercises;
  const env = { PATH: process.env.PATH, PRACTIKA_PROFILE: 'test', MIGRATION_DATABASE_URL: owner, RUNTIME_ROLE: runtimeRole };
  const migrated = await run(nodeBinary(), [join('dist', 'main.migrate.js')], { cwd, env, timeoutMs: 120_000 });
  if (migrated.code !== 0) throw new UserError(`the migrations of exercises failed: ${migrated.err.trim().split('\n').pop()}`);
  const { default: pg } = await import(createRequire(join(ROOT, 'package.json')).resolve('pg'));
  const client = new pg.Client({ connectionString: owner });
  await client.connect();
  step(`seeding ${rows.toLocaleString('en')} exercises`);
  await seedExercises((sql, params) => client.query(sql, params), { count: rows });
  await client.query('VACUUM exercises');
  await client.end();
  return { owner, runtime };
}

/** Migrates and seeds once per run, starts the service. `query` asks its database as the owner of the tables. */
export async function startExercises(around) {
  const { backends, base, quick } = around;
  const rows = quick ? 100_000 : 1_000_000;
  prepared ??= { databases: await migrateAndSeed(around, rows), person: await signedIn(backends.urls.redisCache) };
  const { databases: { owner, runtime }, person } = prepared;
  const secrets = new Secrets(stateFolder(base).secrets);
  const [port, internal, metrics] = [await freePort(), await freePort(), await freePort()];
  const nowhere = 'http://127.0.0.1:9';
  const handle = startProcess({
    name: 'bench-exercises', command: nodeBinary(), args: ['--import', '@practika/observability/otel', join('dist', 'main.api.js')], cwd, logFile: join(base, 'logs', 'bench-exercises.log'), ledger: new Ledger(stateFolder(base).run),
    env: {
      PATH: process.env.PATH, NODE_ENV: 'production', PRACTIKA_PROFILE: 'test', HOST: '127.0.0.1', PORT: String(port), INTERNAL_PORT: String(internal), METRICS_PORT: String(metrics), PUBLIC_ORIGIN: 'http://localhost:8080',
      DATABASE_URL: runtime, REDIS_CACHE_URL: backends.urls.redisCache, REDIS_QUEUE_URL: backends.urls.redisQueue, SERVICE_KEY_FILE: secrets.keyFile('service-key-exercises.pem'),
      AUTH_INTERNAL_URL: nowhere, EXERCISES_INTERNAL_URL: nowhere, MEDIA_INTERNAL_URL: nowhere, CONSENT_INTERNAL_URL: nowhere, RATE_LIMIT_PERSON_PER_HOUR: '100000000',
    },
  });
  await waitFor('exercises', async () => (await httpStatus(`http://127.0.0.1:${internal}/readyz`)) === 200, { stopped: () => whyEnded(handle) });
  return { rows, pid: handle.pid, person, runtime, owner, url: `http://127.0.0.1:${port}/api/exercises/v1/exercises?limit=20`, stop: () => handle.stop() };
}
