import { gauge } from './metrics.js';

/** What runs here, as a metric that is always 1. */
export function publishBuildInfo(service: string, version: string): void {
  gauge('practika_build_info', 'What runs here', ['service', 'version']).set({ service, version }, 1);
}
