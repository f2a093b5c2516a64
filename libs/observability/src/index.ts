export { configureLogging, logger, throttledErrorLog } from './logger.js';
export { counter, gauge, histogram, startMetricsServer, type MetricsServer } from './metrics.js';
export { NestLogger } from './nest-logger.js';
export { currentTraceparent, runWithTraceparent, withSpan } from './tracing.js';
