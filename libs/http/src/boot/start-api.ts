import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { exitOnSignals, followSecrets, type MetricsServer, NestLogger, Probes, publishBuildInfo, startMetricsServer } from '@practika/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HealthService } from '../health/health.service.js';
import type { HttpConfig } from '../http-config.js';
import { sendProblem } from '../routing/problem.filter.js';
import { UnroutedModule } from '../routing/unrouted.module.js';
import { HttpSettings } from './http-settings.js';
import { newRequestId } from './request-id.js';
import { measureRequests } from './request-metrics.js';
import { routableRequest } from './routable-request.js';
import { securityHeaders } from './security-headers.js';
import { Shutdown } from './shutdown.js';
import { discardBody } from './unread-body.js';

/** Marks a request that came in on the internal port. */
const INTERNAL = Symbol('internal');
const REQUEST_ID = /^[A-Za-z0-9-]{8,64}$/;
const INTERNAL_PATHS = /^\/internal\//;
/** Where a request goes that must find no route: wrong port, or a path that cannot be decoded. */
const NOWHERE = '/-';
/** Milliseconds. Longer than proxies keep idle connections to us (60 s to 90 s), so that it is never us who close one just as it is used. */
const KEEP_ALIVE = 95_000;

type Marked = IncomingMessage & { [INTERNAL]?: true };

export interface RunningApi {
  readonly app: NestFastifyApplication;
  /** Actual ports, for tests that listen on 0. */
  readonly port: number;
  readonly internalPort: number;
  readonly metricsPort: number | null;
  close(): Promise<void>;
}

/**
 * One process, one router, two ports: a route answers on the port it belongs to and does not exist on the other. The
 * internal port opens first, so that probes are answered while the application is built.
 */
export async function startApi(module: Type | object, config: HttpConfig, options: { readonly handleSignals?: boolean; readonly metrics?: boolean } = {}): Promise<RunningApi> {
  const probes = new Probes();
  const unfollow = followSecrets();
  const gate = new Gate();
  const internal = createServer({ keepAliveTimeout: KEEP_ALIVE, headersTimeout: 30_000, requestTimeout: 60_000 }, (req, res) => {
    if (probes.serve(req, res)) return;
    (req as Marked)[INTERNAL] = true;
    gate.take(req, res);
  });
  let app: NestFastifyApplication | undefined;
  let metrics: MetricsServer | null = null;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= shutDown(app, internal, config, gate).then(async () => {
    unfollow();
    await metrics?.close();
  }));
  if (options.handleSignals !== false) exitOnSignals(close, config.shutdownDelaySeconds + config.shutdownGraceSeconds);
  await new Promise<void>((resolve, reject) => internal.once('error', reject).listen(config.internalPort, config.host, resolve));
  metrics = options.metrics === false ? null : await startMetricsServer({ host: config.host, port: config.metricsPort, probes });
  try {
    app = await probes.booting(() => build(module, config, gate));
    gate.open = true;
    const { service, version } = app.get(HttpSettings);
    publishBuildInfo(service, version);
    const health = app.get(HealthService);
    await probes.running(() => health.readiness());
  } catch (error) {
    unfollow();
    internal.close();
    internal.closeAllConnections();
    await metrics?.close();
    throw error;
  }
  return { app, port: portOf(app.getHttpServer() as Server), internalPort: portOf(internal), metricsPort: metrics?.port ?? null, close };
}

/** What stands between the servers and the router: closed until there is an application, and it says goodbye while that ends. */
class Gate {
  handle: ((req: IncomingMessage, res: ServerResponse) => void) | undefined;
  open = false;
  draining = false;

  take(req: IncomingMessage, res: ServerResponse): void {
    if (!this.open || this.handle === undefined) return void res.writeHead(503, { connection: 'close', 'retry-after': '2' }).end();
    // Proxies keep connections in store; each is told with its next answer to go to another process.
    if (this.draining) res.setHeader('connection', 'close');
    this.handle(routableRequest(req), res);
  }
}

async function build(module: Type | object, config: HttpConfig, gate: Gate): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    genReqId: (req: IncomingMessage) => {
      const given = req.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : newRequestId();
    },
    rewriteUrl: (req: unknown) => routedUrl(req as Marked),
    serverFactory: (handler: (req: IncomingMessage, res: ServerResponse) => void) => {
      gate.handle = handler;
      return createServer({ keepAliveTimeout: KEEP_ALIVE, headersTimeout: 30_000, requestTimeout: 60_000, maxHeaderSize: 16_384 }, (req, res) => gate.take(req, res));
    },
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => sendProblem(reply, request.id, error),
  });
  prepare(adapter, config);
  const app = await NestFactory.create<NestFastifyApplication>(withCatchAll(module), adapter, { bodyParser: false, logger: new NestLogger(), abortOnError: false, forceCloseConnections: false });
  await app.listen(config.port, config.host);
  return app;
}

function withCatchAll(module: Type | object): Type {
  return UnroutedModule.around(module);
}

function routedUrl(req: Marked): string {
  const url = req.url ?? '/';
  const path = decoded(url.split('?', 1)[0] ?? '/');
  // Of the path as the router will read it: an encoded letter must not carry a request to the other port's routes.
  return path !== null && INTERNAL_PATHS.test(path) === (req[INTERNAL] === true) ? url : NOWHERE;
}

function decoded(path: string): string | null {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function prepare(adapter: FastifyAdapter, config: HttpConfig): void {
  const fastify = adapter.getInstance();
  const headers = securityHeaders(config.publicOrigin);
  measureRequests(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    reply.header('x-request-id', request.id);
    done();
  });
  fastify.addHook('onSend', (request, _reply, payload, done) => {
    discardBody(request.raw, () => done(null, payload));
  });
  // Bodies are read behind the guards: here they are left on the socket.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Milliseconds between looks for connections that have nothing under way any more. */
const LOOK = 50;

/**
 * Not ready → wait until that is known → no new connections → requests under way end → connections to backends close.
 * The internal port first: its requests are answered by the application that the second step takes down. Whoever does
 * not take an answer is cut off at half of the grace, so that the rest still ends in order.
 */
async function shutDown(app: NestFastifyApplication | undefined, internal: Server, config: HttpConfig, gate: Gate): Promise<void> {
  if (app === undefined) return;
  app.get(HealthService).drain();
  gate.draining = true;
  await new Promise((resolve) => setTimeout(resolve, config.shutdownDelaySeconds * 1_000));
  app.get(Shutdown).begin();
  const servers = [internal, app.getHttpServer() as Server];
  const cut = setTimeout(() => servers.forEach((server) => server.closeAllConnections()), config.shutdownGraceSeconds * 500);
  // Node lets connections that were busy at the first look stay open for their keep-alive time.
  const look = setInterval(() => internal.closeIdleConnections(), LOOK);
  try {
    await new Promise<void>((resolve) => internal.close(() => resolve()));
    await app.close();
  } finally {
    clearInterval(look);
    clearTimeout(cut);
  }
}
