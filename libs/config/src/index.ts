export { ConfigError, EXIT_CONFIG, loadConfig, runMain, type Environment } from './load-config.js';
export * as settings from './settings.js';
export { PROFILES, type Profile } from './settings.js';
