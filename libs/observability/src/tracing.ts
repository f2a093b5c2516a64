import { type Attributes, context, propagation, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('practika');

/** The active trace context as a W3C `traceparent`, or null outside of any span. */
export function currentTraceparent(): string | null {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier['traceparent'] ?? null;
}

/** Runs `fn` as a continuation of a trace that was written down earlier; null leaves the context as it is. */
export function runWithTraceparent<T>(traceparent: string | null, fn: () => T): T {
  return traceparent === null ? fn() : context.with(propagation.extract(ROOT_CONTEXT, { traceparent }), fn);
}

/** Runs `fn` in a span of its own, under `traceparent` when given. Errors are recorded by their type alone. */
export async function withSpan<T>(name: string, fn: () => Promise<T>, options: { readonly traceparent?: string | null; readonly attributes?: Attributes } = {}): Promise<T> {
  return runWithTraceparent(options.traceparent ?? null, () => tracer.startActiveSpan(name, { attributes: options.attributes ?? {} }, async (span) => {
    try {
      return await fn();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
      throw error;
    } finally {
      span.end();
    }
  }));
}

/** Milliseconds. The end of a process does not wait longer for a collector that is away. */
const FLUSH = 2_000;

/** Sends the spans that have ended and are still held back. Called right before a process exits; never throws. */
export async function flushTraces(): Promise<void> {
  const provider = trace.getTracerProvider() as { getDelegate?: () => unknown; forceFlush?: () => Promise<void> };
  const target = (provider.getDelegate?.() ?? provider) as { forceFlush?: () => Promise<void> };
  const limit = new Promise<void>((resolve) => { setTimeout(resolve, FLUSH).unref(); });
  await Promise.race([target.forceFlush?.().catch(() => undefined), limit]);
}
