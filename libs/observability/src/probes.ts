import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { logger } from './logger.js';

/** Whether a process may be sent work, and why not. Reasons name parts and migrations, never addresses or secrets. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, 'ok' | 'down'>>;
  readonly reasons: readonly string[];
}

interface Answer {
  readonly status: 200 | 503;
  readonly body: unknown;
}

const ALIVE: Answer = { status: 200, body: { status: 'ok' } };
const booting = new AsyncLocalStorage<Probes>();
const log = logger('boot');

/**
 * What an orchestrator asks of a process, on one place for all of them:
 * - `/startupz`: it has loaded, and has looked at what it depends on once, whatever it saw;
 * - `/readyz`: it may be sent work;
 * - `/livez`: it answers. Nothing else: a dependency that is down is no reason to kill a process.
 */
export class Probes {
  private waiting = 'the process is starting';
  private started = false;
  private look: (() => Promise<Readiness>) | undefined;

  /** Runs the building of the application; what is built may then say what it waits for, by `bootWaitsFor`. */
  booting<T>(build: () => Promise<T>): Promise<T> {
    return booting.run(this, build);
  }

  /** The process has started, and is not ready for this reason. Written to the log once. */
  waitsFor(reason: string): void {
    this.started = true;
    if (reason === this.waiting) return;
    this.waiting = reason;
    log.warn({ reason }, 'not ready yet');
  }

  /** From now on `look` is what readiness is. Resolves after the first look. */
  async running(look: () => Promise<Readiness>): Promise<void> {
    const { reasons } = await look();
    if (reasons.length > 0) log.warn({ reasons }, 'started, and not ready yet');
    this.look = look;
    this.started = true;
  }

  /** @returns false for a request that is no probe; otherwise it is answered */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    const answer = this.answer((request.url ?? '').split('?', 1)[0] ?? '');
    if (answer === null || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    void answer.then(({ status, body }) => {
      const text = JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', 'content-length': Buffer.byteLength(text) });
      response.end(request.method === 'HEAD' ? undefined : text);
    });
    return true;
  }

  private answer(path: string): Promise<Answer> | null {
    if (path === '/livez') return Promise.resolve(ALIVE);
    if (path === '/startupz') return Promise.resolve({ status: this.started ? 200 : 503, body: { started: this.started } });
    return path === '/readyz' ? this.readiness() : null;
  }

  private async readiness(): Promise<Answer> {
    if (this.look === undefined) return { status: 503, body: { ready: false, checks: {}, reasons: [this.waiting] } };
    const { ready, checks, reasons } = await this.look();
    return { status: ready ? 200 : 503, body: { ready, checks, ...(reasons.length === 0 ? {} : { reasons }) } };
  }
}

/** Called while a process is built, by what cannot go on yet. Outside of a process it says nothing. */
export function bootWaitsFor(reason: string): void {
  booting.getStore()?.waitsFor(reason);
}
