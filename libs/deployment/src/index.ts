export { renderChart } from './helm.js';
export type { Manifest } from './manifests.js';
