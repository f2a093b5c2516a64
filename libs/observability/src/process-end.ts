import { flushTraces } from './tracing.js';

/**
 * SIGTERM and SIGINT end the process in order; what has not ended within `seconds` is cut off with exit 1. To be called
 * as soon as there is something to end. Before that nobody may listen: while modules are loaded no listener is called, but
 * the kernel ends a process to which nobody listens at once. It does not so to the first process of a container, which is
 * why ours are not the first ones (shareProcessNamespace, `--init`).
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
