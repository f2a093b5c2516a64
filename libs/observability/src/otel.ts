// The `--import` entry: `node --import @practika/observability/otel dist/main.api.js`.
// Instrumentation must be in place before the first instrumented module is loaded, so this file loads nothing of ours.
//
// Two usual parts are left out, since each process paid for them with about 100 MB and seconds of start-up: the SDK for
// everything, which loads every exporter there is, and the loader hook, which rewrites each module that is imported.
// Without the hook only what is required can be instrumented. That suffices: TypeORM requires pg, undici has channels,
// and node:http is patched in place below.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { defaultResource, detectResources, envDetector, hostDetector, processDetector } from '@opentelemetry/resources';
import { AlwaysOffSampler, AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

// Without an endpoint spans go nowhere and are not recorded, but trace ids still run through requests, jobs and logs.
const exporting = (process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '') !== '';

async function exporter(): Promise<SpanProcessor> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  return new BatchSpanProcessor({ exporter: new OTLPTraceExporter() });
}

const provider = new TracerProvider({
  resource: defaultResource().merge(detectResources({ detectors: [envDetector, hostDetector, processDetector] })),
  sampler: exporting ? new ParentBasedSampler({ root: new AlwaysOnSampler() }) : new AlwaysOffSampler(),
  spanProcessors: exporting ? [await exporter()] : [],
});
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }));
trace.setGlobalTracerProvider(provider);
registerInstrumentations({
  tracerProvider: provider,
  instrumentations: [
    new HttpInstrumentation({ ignoreIncomingRequestHook: (request) => /^\/(livez|readyz|metrics)/.test(request.url ?? '') }),
    new UndiciInstrumentation(),
    // Statements carry no values: parameters stay out of spans.
    new PgInstrumentation({ enhancedDatabaseReporting: false, requireParentSpan: true }),
  ],
});
const require = createRequire(import.meta.url);
for (const builtin of ['node:http', 'node:https']) require(builtin);
// What was imported already, or will be, sees the patched functions.
syncBuiltinESMExports();
process.once('beforeExit', () => void provider.shutdown());
