import { requestRecorder } from '@practika/observability';
import type { FastifyInstance } from 'fastify';

/** What nothing routes: a path of a stranger's choice must not become a series. */
const UNMATCHED = 'unmatched';
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts and times every request. Each route has a hook of its own that knows its series: nothing is looked up per request. */
export function measureRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const given = route.onResponse === undefined ? [] : [route.onResponse].flat();
    if (typeof route.method === 'string') {
      const record = requestRecorder(route.method, route.url);
      route.onResponse = [...given, (_request, reply, done) => {
        record(reply.statusCode, reply.elapsedTime);
        done();
      }];
      return;
    }
    // The catch-all takes every method there is.
    const recorders = new Map([...METHODS].map((method) => [method, requestRecorder(method, UNMATCHED)]));
    const others = requestRecorder('OTHER', UNMATCHED);
    route.onResponse = [...given, (request, reply, done) => {
      (recorders.get(request.method) ?? others)(reply.statusCode, reply.elapsedTime);
      done();
    }];
  });
}
