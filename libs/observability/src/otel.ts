// The `--import` entry: `node --import @practika/observability/otel dist/main.api.js`.
// Hooks must be in place before the first instrumented module is loaded, so this file loads nothing of ours.
import { register } from 'node:module';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

const { NodeSDK } = await import('@opentelemetry/sdk-node');
const { HttpInstrumentation } = await import('@opentelemetry/instrumentation-http');
const { PgInstrumentation } = await import('@opentelemetry/instrumentation-pg');
const { UndiciInstrumentation } = await import('@opentelemetry/instrumentation-undici');

// Without an endpoint spans go nowhere, but trace ids still run through requests, jobs and logs.
const exporting = (process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '') !== '';
if (!exporting) process.env['OTEL_TRACES_EXPORTER'] ??= 'none';
process.env['OTEL_METRICS_EXPORTER'] ??= 'none';
process.env['OTEL_LOGS_EXPORTER'] ??= 'none';

const sdk = new NodeSDK({
  instrumentations: [
    new HttpInstrumentation({ ignoreIncomingRequestHook: (request) => /^\/(livez|readyz|metrics)/.test(request.url ?? '') }),
    new UndiciInstrumentation(),
    // Statements carry no values: parameters stay out of spans.
    new PgInstrumentation({ enhancedDatabaseReporting: false, requireParentSpan: true }),
  ],
});
sdk.start();
process.once('beforeExit', () => void sdk.shutdown());
