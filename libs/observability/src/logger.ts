import { types } from 'node:util';
import { trace } from '@opentelemetry/api';
import { type DestinationStream, pino, type Logger } from 'pino';

/** A second wall: code logs ids only, and what slips through under one of these names is cut out. */
const REDACTED = ['authorization', 'cookie', 'password', 'token', 'email', 'username', 'displayName', 'filename', 'text', 'url']
  .flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** Where lines go is a parameter for tests; a process has the one below. */
export const rootLogger = (to?: DestinationStream): Logger => pino({
  level: 'info',
  base: {},
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  redact: { paths: REDACTED, censor: '[cut]' },
  serializers: { err: describeError },
  mixin: () => {
    const context = trace.getActiveSpan()?.spanContext();
    return context === undefined ? {} : { traceId: context.traceId, spanId: context.spanId };
  },
}, to ?? pino.destination(1));

const root = rootLogger();

/** What an error says without the values that drivers put into messages and details. */
function describeError(error: unknown): Record<string, unknown> {
  // Not `instanceof`: an error may come from another realm.
  if (!types.isNativeError(error) && !(error instanceof Error)) return { type: typeof error };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    // The message of a driver can quote a row; the stack's frames cannot.
    stack: (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

const children: Logger[] = [];

/** Called once at the start of a process. */
export function configureLogging(options: { readonly level: string; readonly process: string }): void {
  root.level = options.level;
  root.setBindings({ process: options.process });
  for (const child of children) child.level = options.level;
}

/** A logger of one part. Log ids, states and numbers; never names, addresses, texts or tokens. */
export function logger(part: string): Logger {
  const child = root.child({ part });
  children.push(child);
  return child;
}

/** An `error` listener that writes once a second at most: a dependency that is down errs thousands of times a second. */
export function throttledErrorLog(part: string): (error: unknown) => void {
  const log = logger(part);
  return throttle((error, left) => log.warn({ err: error, alsoSwallowed: left }, 'error'), () => performance.now());
}

/** Calls `write` once a second at most, with the number of errors that it left out before. */
export function throttle(write: (error: unknown, left: number) => void, now: () => number): (error: unknown) => void {
  let last = -Infinity;
  let swallowed = 0;
  return (error) => {
    if (now() - last < 1_000) {
      swallowed += 1;
      return;
    }
    last = now();
    write(error, swallowed);
    swallowed = 0;
  };
}
