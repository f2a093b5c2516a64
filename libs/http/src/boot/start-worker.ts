import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { exitOnSignals, followSecrets, NestLogger, Probes, publishBuildInfo, startMetricsServer } from '@practika/observability';
import { DataSource } from 'typeorm';
import { databaseChecks } from '../health/database-checks.js';
import { HealthService } from '../health/health.service.js';

export interface WorkerSettings {
  readonly host: string;
  readonly metricsPort: number;
  /** Longer than the longest step of a job that may not be cut short. */
  readonly shutdownGraceSeconds: number;
}

/** Whose worker it is, for the metrics. */
export interface WorkerIdentity {
  readonly service: string;
  readonly version: string;
}

export interface RunningWorker {
  readonly app: INestApplicationContext;
  /** The actual port, for tests that listen on 0. */
  readonly metricsPort: number;
  close(): Promise<void>;
}

/** Boots a process without public routes: queues, timers, relay. Metrics and probes are on the metrics port, which opens first. */
export async function startWorker(module: Type | object, settings: WorkerSettings, identity: WorkerIdentity, options: { readonly handleSignals?: boolean } = {}): Promise<RunningWorker> {
  publishBuildInfo(identity.service, identity.version);
  const probes = new Probes();
  const health = new HealthService();
  const unfollow = followSecrets();
  let app: INestApplicationContext | undefined;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= (async () => {
    health.drain();
    await app?.close();
    unfollow();
    await metrics.close();
  })());
  const metrics = await startMetricsServer({ host: settings.host, port: settings.metricsPort, probes });
  if (options.handleSignals !== false) exitOnSignals(close, settings.shutdownGraceSeconds);
  try {
    app = await probes.booting(() => NestFactory.createApplicationContext(module as Type, { logger: new NestLogger(), abortOnError: false }));
    health.add(...databaseChecks(app.get(DataSource, { strict: false })));
    await probes.running(() => health.readiness());
  } catch (error) {
    unfollow();
    await metrics.close();
    throw error;
  }
  return { app, metricsPort: metrics.port, close };
}
