import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Counter, Gauge, Histogram, register } from 'prom-client';
import type { Probes } from './probes.js';

/** Seconds: from a fast query to a long scan. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/**
 * Milliseconds between looks at the event loop, of which the quantiles of its lag hence never are below. Each look wakes the
 * process: at the usual 10 ms that was nearly all that an idle process does.
 */
const LOOP_LOOK = 50;

/** Metrics by name: asking twice gives the same one. */
export function counter<L extends string = string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
  return (register.getSingleMetric(name) as Counter<L> | undefined) ?? new Counter({ name, help, labelNames: [...labelNames] });
}

export function histogram<L extends string = string>(name: string, help: string, labelNames: readonly L[] = []): Histogram<L> {
  return (register.getSingleMetric(name) as Histogram<L> | undefined) ?? new Histogram({ name, help, labelNames: [...labelNames], buckets: BUCKETS });
}

/** `collect` runs at each scrape and sets the gauge. When it fails the gauge has no sample, and the other metrics are served. */
export function gauge<L extends string = string>(name: string, help: string, labelNames: readonly L[] = [], collect?: (gauge: Gauge<L>) => Promise<void> | void): Gauge<L> {
  const existing = register.getSingleMetric(name) as Gauge<L> | undefined;
  if (existing !== undefined) return existing;
  return new Gauge<L>({ name, help, labelNames: [...labelNames], ...(collect === undefined ? {} : { collect(this: Gauge<L>) { return attempt(this, collect); } }) });
}

async function attempt<L extends string>(gauge: Gauge<L>, collect: (gauge: Gauge<L>) => Promise<void> | void): Promise<void> {
  try {
    await collect(gauge);
  } catch {
    // No sample is what alerts can ask for; the value of an earlier scrape would hide that nobody knows, and so would the
    // zero that a reset leaves.
    gauge.reset();
    gauge.remove({});
  }
}

/**
 * One reading for several gauges: a scrape collects all of them at once, and each must set its own value, since one that
 * is set by another's collect shows the value of the scrape before.
 */
export function sharedReading<T>(read: () => Promise<T>): () => Promise<T> {
  let current: Promise<T> | undefined;
  return () => {
    if (current === undefined) {
      current = read();
      const forget = (): void => { setTimeout(() => { current = undefined; }, 250).unref(); };
      current.then(forget, forget);
    }
    return current;
  };
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves /metrics for Prometheus and the probes for the orchestrator, on a port of its own. */
export async function startMetricsServer(options: { readonly host: string; readonly port: number; readonly probes?: Probes }): Promise<MetricsServer> {
  if (register.getSingleMetric('process_cpu_user_seconds_total') === undefined) collectDefaultMetrics({ eventLoopMonitoringPrecision: LOOP_LOOK });
  const server: Server = createServer((request, response) => {
    if (options.probes?.serve(request, response) === true) return;
    const path = (request.url ?? '').split('?', 1)[0];
    if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
    if (path !== '/metrics') return void response.writeHead(404).end();
    register.metrics().then(
      (text) => response.writeHead(200, { 'content-type': register.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port, options.host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
