// Constant load through the ingress, of readers and a few writers: every request counts, and nothing is tried again.
import { randomUUID } from 'node:crypto';
import { info } from '../lib/say.mjs';
import { sleep } from '../lib/wait.mjs';

const PER_SECOND = 25;
/** One request in this many writes. */
const WRITE_EVERY = 12;
const READS = ['/', '/api/exercises/v1/exercises', '/api/media/v1/assets', '/api/auth/v1/me', '/api/consent/v1/notices/current', '/api/consent/v1/consents', '/api/auth/v1/csrf'];

export class Load {
  #people;
  #writes;
  #end = new AbortController();
  #loop = null;
  #outstanding = new Set();
  requests = 0;
  failures = [];
  slowestMs = 0;
  /** Comments that were answered with 201: a promise that they are kept. */
  written = [];

  /**
   * @param {import('../lib/demo/person.mjs').Person[]} people instructors, with a session each
   * @param {string} exerciseId one that all of them see, to write comments on
   */
  constructor(people, exerciseId) {
    this.#people = people;
    this.#writes = `/api/exercises/v1/exercises/${exerciseId}/comments`;
  }

  async #one(number) {
    const person = this.#people[number % this.#people.length];
    const writes = number % WRITE_EVERY === 0;
    const path = writes ? this.#writes : READS[number % READS.length];
    const began = Date.now();
    this.requests += 1;
    try {
      const answer = await person.ask(writes ? 'POST' : 'GET', path, writes ? { text: `Written under load: ${randomUUID()}` } : undefined);
      if (answer.status !== (writes ? 201 : 200)) throw new Error(`${answer.status} ${answer.body?.detail ?? answer.body?.title ?? ''}`);
      if (writes) this.written.push(answer.body.id);
    } catch (error) {
      this.failures.push({ at: new Date(began).toISOString(), afterMs: Date.now() - began, what: `${writes ? 'POST' : 'GET'} ${path}: ${error.message}${error.cause ? ` (${error.cause.code ?? error.cause.message})` : ''}` });
    }
    this.slowestMs = Math.max(this.slowestMs, Date.now() - began);
  }

  async #run() {
    for (let number = 0; !this.#end.signal.aborted; number += 1) {
      const due = this.began + (number * 1_000) / PER_SECOND;
      const early = due - Date.now();
      if (early > 0) await sleep(early, this.#end.signal);
      const asked = this.#one(number);
      this.#outstanding.add(asked);
      void asked.finally(() => this.#outstanding.delete(asked));
    }
  }

  start() {
    this.began = Date.now();
    this.#loop = this.#run();
    return this;
  }

  async stop() {
    this.#end.abort();
    await this.#loop;
    await Promise.all(this.#outstanding);
    this.seconds = (Date.now() - this.began) / 1000;
  }

  /** Says how it went, and fails the step for each kind of failure. */
  judge(report, during) {
    const rate = this.requests / this.seconds;
    report.note(`${during}: ${this.requests} requests in ${this.seconds.toFixed(0)} s (${rate.toFixed(1)}/s), ${this.written.length} writes, ${this.failures.length} failed, slowest ${this.slowestMs} ms`);
    report.expect(this.failures.length === 0, `${during}: no request failed${this.failures.length > 0 ? `, but ${this.failures.length}` : ''}`);
    for (const { at, what, afterMs } of this.failures.slice(0, 20)) info(`${at} ${what} after ${afterMs} ms`);
    report.expect(rate >= 20, `${during}: at least 20 requests a second were asked (${rate.toFixed(1)})`);
  }
}

/** Runs something under the load of a crowd (`People.crowd`). */
export async function underLoad({ people, exerciseId }, report, during, run) {
  const load = new Load(people, exerciseId).start();
  try {
    await sleep(3_000);
    await run();
    await sleep(3_000);
  } finally {
    await load.stop();
  }
  load.judge(report, during);
  return load;
}
