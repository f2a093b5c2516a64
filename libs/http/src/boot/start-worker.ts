import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { NestLogger, startMetricsServer } from '@practika/observability';
import { exitOnSignals } from './start-api.js';

export interface WorkerSettings {
  readonly host: string;
  readonly metricsPort: number;
  /** Longer than the longest step of a job that may not be cut short. */
  readonly shutdownGraceSeconds: number;
}

/** Boots a process without public routes: queues, timers, relay. Metrics and /livez are on the metrics port. */
export async function startWorker(module: Type | object, settings: WorkerSettings): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(module as Type, { logger: new NestLogger(), abortOnError: false });
  await app.init();
  const metrics = await startMetricsServer({ host: settings.host, port: settings.metricsPort });
  exitOnSignals(async () => {
    await app.close();
    await metrics.close();
  }, settings.shutdownGraceSeconds);
  return app;
}
