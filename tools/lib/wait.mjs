// Waiting for something to be ready, and saying so when it takes long.
import { connect } from 'node:net';
import { step, UserError } from './say.mjs';

/** Waits; an aborted wait ends at once, so that no timer keeps the process from ending. */
export const sleep = (ms, signal) => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  signal?.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
});

/**
 * Repeats `probe` until it returns something truthy.
 *
 * @param {string} what for the progress lines
 * @param {() => Promise<unknown>} probe an exception counts as not yet
 * @param {{ timeoutMs?: number, everyMs?: number, stopped?: () => string | null }} [options] `stopped` gives a reason to give up at once
 */
export async function waitFor(what, probe, { timeoutMs = 60_000, everyMs = 100, stopped } = {}) {
  const began = Date.now();
  let told = began;
  let last = null;
  for (;;) {
    const gone = stopped?.();
    if (gone) throw new UserError(`${what}: ${gone}`);
    try {
      const value = await probe();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    const now = Date.now();
    if (now - began > timeoutMs) {
      throw new UserError(`${what} was not ready after ${Math.round(timeoutMs / 1000)} s${last ? ` (${last.message})` : ''}`);
    }
    if (now - told > 10_000) {
      told = now;
      step(`${what}: still waiting (${Math.round((now - began) / 1000)} s)`);
    }
    await sleep(everyMs);
  }
}

/** Sends a text over TCP and gives the first bytes of the answer. */
export function tcpAsk(port, text, { host = '127.0.0.1', timeoutMs = 2_000, until = /\n|\0/ } = {}) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let answer = '';
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('no answer')));
    socket.on('connect', () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (until.test(answer)) {
        socket.destroy();
        resolve(answer);
      }
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

/** GETs a URL; the status, or an exception. */
export async function httpStatus(url, timeoutMs = 2_000) {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' });
  await response.arrayBuffer();
  return response.status;
}
