import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { exitOnSignals, Probes, publishBuildInfo, requestRecorder, startMetricsServer } from '@practika/observability';
import { answer } from './site/answer.js';
import { pageHeaders } from './site/page-headers.js';
import { Site } from './site/site.js';
import { VERSION } from './version.js';
import type { WebConfig } from './web.config.js';

/** The same relative path from src and from dist. */
const PUBLIC = fileURLToPath(new URL('../public', import.meta.url));
/** Milliseconds. Longer than proxies in front keep idle connections. */
const KEEP_ALIVE = 95_000;
/** Milliseconds between looks for connections that have nothing under way any more. */
const LOOK = 50;

export interface RunningWeb {
  readonly port: number;
  readonly metricsPort: number;
  close(): Promise<void>;
}

/** Pages on one port; metrics and probes on another. Depends on nothing: it is ready when it has read its files. */
export async function startWeb(config: WebConfig, options: { readonly handleSignals?: boolean } = {}): Promise<RunningWeb> {
  publishBuildInfo('web', VERSION);
  const probes = new Probes();
  const metrics = await startMetricsServer({ host: config.host, port: config.metricsPort, probes });
  const site = Site.load(PUBLIC);
  const headers = pageHeaders(config.publicOrigin, config.storeOrigin);
  let draining = false;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE, headersTimeout: 30_000, requestTimeout: 60_000, maxHeaderSize: 16_384 }, (request, response) => {
    const began = performance.now();
    if (draining) response.setHeader('connection', 'close');
    const name = answer(site, headers, request, response);
    const method = request.method === 'GET' || request.method === 'HEAD' ? request.method : 'OTHER';
    response.once('finish', () => requestRecorder(method, name)(response.statusCode, performance.now() - began));
  });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= (async () => {
    draining = true;
    await sleep(config.shutdownDelaySeconds * 1_000);
    await end(server, config.shutdownGraceSeconds);
    await metrics.close();
  })());
  if (options.handleSignals !== false) exitOnSignals(close, config.shutdownDelaySeconds + config.shutdownGraceSeconds);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(config.port, config.host, resolve));
  await probes.running(async () => ({ ready: !draining, checks: {}, reasons: draining ? ['the process is stopping'] : [] }));
  return { port: (server.address() as AddressInfo).port, metricsPort: metrics.port, close };
}

async function end(server: Server, graceSeconds: number): Promise<void> {
  const look = setInterval(() => server.closeIdleConnections(), LOOK);
  const cut = setTimeout(() => server.closeAllConnections(), graceSeconds * 500);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(look);
  clearTimeout(cut);
}
