export { publishBuildInfo } from './build-info.js';
export { configureLogging, logger, throttledErrorLog } from './logger.js';
export { counter, gauge, histogram, sharedReading, startMetricsServer, type MetricsServer } from './metrics.js';
export { NestLogger } from './nest-logger.js';
export { exitOnSignals } from './process-end.js';
export { bootWaitsFor, Probes, type Readiness } from './probes.js';
export { requestRecorder, type RequestRecorder } from './request-metrics.js';
export { followSecrets } from './secret-reloads.js';
export { currentTraceparent, flushTraces, runWithTraceparent, withSpan } from './tracing.js';
