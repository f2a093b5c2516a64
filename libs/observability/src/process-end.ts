import { flushTraces } from './tracing.js';

/**
 * SIGTERM and SIGINT end the process in order; what has not ended within `seconds` is cut off with exit 1. To be called
 * first of all: the kernel does not deliver a signal that nobody listens to where the process is the first one of a
 * container, so that one that is stopped while it starts would only end by force.
 *
 * @param seconds from the signal on, everything included
 */
export function exitOnSignals(close: () => Promise<void>, seconds: number): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), seconds * 1_000).unref();
      const end = (code: number) => void flushTraces().finally(() => process.exit(code));
      close().then(() => end(0), () => end(1));
    });
  }
}
