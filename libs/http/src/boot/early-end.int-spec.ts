import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { newServiceKey } from '@practika/testing';
import type { HttpConfig } from '../index.js';

const FOLDER = fileURLToPath(new URL('../..', import.meta.url));
/** Nobody listens there. */
const DATABASE = 'postgres://nobody:nothing@127.0.0.1:1/none';
const NOWHERE = 'http://127.0.0.1:9';
const CONFIG: HttpConfig = {
  profile: 'test', host: '127.0.0.1', port: 0, internalPort: 0, metricsPort: 0, publicOrigin: 'http://localhost:8080', origins: ['http://localhost:8080'], trustedProxies: [],
  redisCacheUrl: 'redis://127.0.0.1:1', serviceKey: newServiceKey(), peers: { auth: NOWHERE, exercises: NOWHERE, media: NOWHERE, consent: NOWHERE },
  logLevel: 'info', shutdownDelaySeconds: 30, shutdownGraceSeconds: 600, limits: { anonymousPerHour: 1, personPerHour: 1 },
};

/** A process of which the database is away. */
const waiting = (more: string, start: string): string => `
  import { Module } from '@nestjs/common';
  import { DatabaseModule } from '@practika/database';
  import { ApiModule, startApi, startWorker } from '@practika/http';
  const config = ${JSON.stringify(CONFIG)};
  class App {}
  Module({ imports: [DatabaseModule.forRoot({ url: '${DATABASE}', entities: [], migrations: [], applicationName: 'early', poolSize: 1 }), ${more}] })(App);
  await ${start};`;

/**
 * Runs a program behind the entry that all processes have, not as the first of a container, and sends SIGTERM once it has
 * said `word`. The tests' own time limits are what a process may take that has nothing under way: far less than its grace.
 */
async function endOf(program: string, word: string): Promise<{ code: number | null; by: string | null }> {
  const child = spawn(process.execPath, ['--import', '@practika/observability/otel', '--input-type=module', '-e', program], { cwd: FOLDER, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (said.includes(word)) return;
    said += chunk.toString();
    if (said.includes(word)) child.kill('SIGTERM');
  });
  const [code, by] = await ended;
  clearTimeout(force);
  return { code, by };
}

describe('[K24] [C21] a process that is told to stop before it has started', () => {
  it('should end at once while it loads what it is made of: nobody listens for the signal until then', async () => {
    // Loading is one long step in which no listener is called: one that is there too early only keeps the kernel from ending the process.
    const program = `import { writeSync } from 'node:fs'; import { exitOnSignals } from '@practika/observability';
      writeSync(1, 'loading'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000); exitOnSignals(async () => {}, 600);`;
    expect(await endOf(program, 'loading')).toEqual({ code: null, by: 'SIGTERM' });
  }, 20_000);

  it.each([
    ['a worker', waiting('', `startWorker(App, config, { service: 'media', version: '0' })`)],
    ['an API', waiting(`ApiModule.forRoot({ service: 'media', version: '0', config })`, 'startApi(App, config)')],
  ])('should end in order while it waits for its database, without the delay of one that serves: %s', async (_who, program) => {
    expect(await endOf(program, 'not ready yet')).toEqual({ code: 0, by: null });
  }, 20_000);
});
