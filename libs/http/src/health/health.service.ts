import { Injectable } from '@nestjs/common';
import type { Readiness } from '@practika/observability';
import { type HealthCheck, NotServing } from './health-check.js';

/** Milliseconds. Probes of several callers share one look. */
const FRESH = 1_000;
/** Milliseconds. What does not answer by then is down. */
const PATIENCE = 2_000;

export interface HealthState {
  readonly serving: boolean;
  readonly status: 'ok' | 'degraded';
  readonly checks: Readonly<Record<string, 'ok' | 'down'>>;
  /** One sentence for each critical thing that is down. */
  readonly reasons: readonly string[];
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

  async readiness(): Promise<Readiness> {
    const { serving, checks, reasons } = await this.state();
    return { ready: serving && !this.draining, checks, reasons: this.draining ? [...reasons, 'the process is stopping'] : reasons };
  }

  state(): Promise<HealthState> {
    const now = performance.now();
    if (this.latest === undefined || now - this.latest.at > FRESH) this.latest = { at: now, state: this.look() };
    return this.latest.state;
  }

  private async look(): Promise<HealthState> {
    const results = await Promise.all(this.checks.map(async (check) => ({ check, trouble: await troubleOf(check) })));
    const down = results.filter((r) => r.trouble !== null);
    const critical = down.filter((r) => r.check.critical);
    return {
      serving: critical.length === 0,
      status: down.length === 0 ? 'ok' : 'degraded',
      checks: Object.fromEntries(results.map((r) => [r.check.name, r.trouble === null ? 'ok' : 'down'])),
      reasons: critical.map((r) => `${r.check.name}: ${r.trouble}`),
    };
  }
}

async function troubleOf(check: HealthCheck): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await Promise.race([check.check(), new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('no answer')), PATIENCE); })]);
    return null;
  } catch (error) {
    return error instanceof NotServing ? error.message : 'does not answer';
  } finally {
    clearTimeout(timer);
  }
}
