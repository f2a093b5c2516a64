// G1: a list handler as the services write them, with everything that stands before it: session by cookie from Redis,
// rate limit, access rules, query validation, headers. Its rows come from memory instead of PostgreSQL.
import { generateKeyPairSync } from 'node:crypto';
import { Controller, Get, Module, Res } from '@nestjs/common';
import { DatabaseModule, sharedMigrations } from '@practika/database';
import { ApiModule, Caller, Input, Operation, Permit, startApi } from '@practika/http';
import { configureLogging } from '@practika/observability';
import { exerciseListQuery, exercisePage } from '../../../services/exercises/dist/exercises/exercises.dto.js';
import { pageJsonOf } from '../../../services/exercises/dist/exercises/exercise-row.js';
import { rows } from './example-rows.mjs';

const NOTHING = { names: new Map(), assets: new Map() };

// Decorators written as calls: Node runs this file as it is.
class ListController {
  async list(_caller, input, reply) {
    const { limit } = input.query(exerciseListQuery);
    reply.header('content-type', 'application/json; charset=utf-8');
    return pageJsonOf(rows.slice(0, limit), NOTHING, null);
  }
}
const list = Object.getOwnPropertyDescriptor(ListController.prototype, 'list');
for (const decorate of [Get(), Permit('exercise.read'), Operation({ summary: 'List', query: exerciseListQuery, answers: { 200: { description: 'A page', schema: exercisePage } } })]) decorate(ListController.prototype, 'list', list);
[Caller(), Input(), Res({ passthrough: true })].forEach((decorate, i) => decorate(ListController.prototype, 'list', i));
Reflect.defineMetadata('design:paramtypes', [Object, Object, Object], ListController.prototype, 'list');
Controller('/api/exercises/v1/list')(ListController);

const nowhere = 'http://127.0.0.1:9';
const config = {
  profile: 'test', host: '127.0.0.1', port: 0, internalPort: 0, metricsPort: 0, publicOrigin: 'http://localhost:8080', origins: ['http://localhost:8080'], trustedProxies: [],
  redisCacheUrl: process.env.REDIS_CACHE_URL, serviceKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  peers: { auth: nowhere, exercises: nowhere, media: nowhere, consent: nowhere }, logLevel: 'warn', shutdownDelaySeconds: 0, shutdownGraceSeconds: 5, limits: { anonymousPerHour: 1e9, personPerHour: 1e9 },
};
class App {}
Module({
  imports: [
    DatabaseModule.forRoot({ url: process.env.DATABASE_URL, entities: [], migrations: sharedMigrations, applicationName: 'bench', poolSize: 2 }),
    ApiModule.forRoot({ service: 'exercises', version: '0', config }),
  ],
  controllers: [ListController],
})(App);
configureLogging({ level: 'warn', process: 'bench' });
const api = await startApi(App, config);
console.log(JSON.stringify({ url: `http://127.0.0.1:${api.port}/api/exercises/v1/list?limit=20` }));
