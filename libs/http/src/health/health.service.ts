import { Injectable } from '@nestjs/common';
import type { HealthCheck } from './health-check.js';

/** Milliseconds. Probes of several callers share one look. */
const FRESH = 1_000;
/** Milliseconds. What does not answer by then is down. */
const PATIENCE = 2_000;

export interface HealthState {
  readonly serving: boolean;
  readonly status: 'ok' | 'degraded';
  readonly checks: Readonly<Record<string, 'ok' | 'down'>>;
}

@Injectable()
export class HealthService {
  private readonly checks: HealthCheck[] = [];
  private latest: { at: number; state: Promise<HealthState> } | undefined;
  private draining = false;

  add(...checks: readonly HealthCheck[]): void {
    this.checks.push(...checks);
  }

  /** From now on not ready: sent no new requests while the ones under way end. */
  drain(): void {
    this.draining = true;
  }

  get isDraining(): boolean {
    return this.draining;
  }

  state(): Promise<HealthState> {
    const now = performance.now();
    if (this.latest === undefined || now - this.latest.at > FRESH) this.latest = { at: now, state: this.look() };
    return this.latest.state;
  }

  private async look(): Promise<HealthState> {
    const results = await Promise.all(this.checks.map(async (check) => ({ check, up: await isUp(check) })));
    const down = results.filter((r) => !r.up);
    return {
      serving: !down.some((r) => r.check.critical),
      status: down.length === 0 ? 'ok' : 'degraded',
      checks: Object.fromEntries(results.map((r) => [r.check.name, r.up ? 'ok' : 'down'])),
    };
  }
}

async function isUp(check: HealthCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await Promise.race([check.check(), new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('no answer')), PATIENCE); })]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
