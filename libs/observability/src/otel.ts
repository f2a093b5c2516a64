// The `--import` entry: `node --import @practika/observability/otel dist/main.api.js`.
// Instrumentation must be in place before the first instrumented module is loaded, so this file loads nothing of ours.
//
// Two usual parts are left out, since each process paid for them with about 100 MB and seconds of start-up: the SDK for
// everything, which loads every exporter there is, and the loader hook, which rewrites each module that is imported.
// Without the hook only what is required can be instrumented. That suffices: TypeORM requires pg, undici has channels,
// and node:http is patched in place below.
import http, { type IncomingMessage } from 'node:http';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { context, propagation, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { AlwaysOffSampler, AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, RandomIdGenerator, TracerProvider, type TracerProviderOptions } from '@opentelemetry/sdk-trace';

const exporting = (process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '') !== '';

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }));
const provider = new TracerProvider(exporting ? await toCollector() : { sampler: new AlwaysOffSampler() });
trace.setGlobalTracerProvider(provider);
if (exporting) await instrument();
else carryTraceIds();
process.once('beforeExit', () => void provider.shutdown());

async function toCollector(): Promise<TracerProviderOptions> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { defaultResource, detectResources, envDetector, hostDetector, processDetector } = await import('@opentelemetry/resources');
  return {
    resource: defaultResource().merge(detectResources({ detectors: [envDetector, hostDetector, processDetector] })),
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  };
}

async function instrument(): Promise<void> {
  const { registerInstrumentations } = await import('@opentelemetry/instrumentation');
  const { HttpInstrumentation } = await import('@opentelemetry/instrumentation-http');
  const { PgInstrumentation } = await import('@opentelemetry/instrumentation-pg');
  const { UndiciInstrumentation } = await import('@opentelemetry/instrumentation-undici');
  registerInstrumentations({
    tracerProvider: provider,
    instrumentations: [
      new HttpInstrumentation({ ignoreIncomingRequestHook: (request) => /^\/(livez|readyz|startupz|metrics)/.test(request.url ?? '') }),
      new UndiciInstrumentation(),
      // Statements carry no values: parameters stay out of spans.
      new PgInstrumentation({ enhancedDatabaseReporting: false, requireParentSpan: true }),
    ],
  });
  const require = createRequire(import.meta.url);
  for (const builtin of ['node:http', 'node:https']) require(builtin);
  // What was imported already, or will be, sees the patched functions.
  syncBuiltinESMExports();
}

/**
 * Without a collector spans go nowhere, but trace ids still run through requests, jobs and logs: each request gets the
 * caller's trace, or a new one, as its context. The instrumentation would do the same at many times the price. Outgoing
 * calls carry the id themselves (InternalClient).
 */
function carryTraceIds(): void {
  const ids = new RandomIdGenerator();
  // oxlint-disable-next-line typescript/unbound-method -- called below with the server it is emitted on
  const emit = http.Server.prototype.emit;
  http.Server.prototype.emit = function emitInTrace(this: http.Server, event: string, ...args: unknown[]): boolean {
    const go = (): boolean => Reflect.apply(emit, this, [event, ...args]) as boolean;
    if (event !== 'request') return go();
    const { traceparent } = (args[0] as IncomingMessage).headers;
    const given = traceparent === undefined ? undefined : trace.getSpanContext(propagation.extract(ROOT_CONTEXT, { traceparent }));
    const spanContext = { traceId: given?.traceId ?? ids.generateTraceId(), spanId: ids.generateSpanId(), traceFlags: given?.traceFlags ?? TraceFlags.NONE };
    return context.with(trace.setSpanContext(ROOT_CONTEXT, spanContext), go);
  } as typeof emit;
}
