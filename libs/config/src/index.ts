export { ConfigError, EXIT_CONFIG, loadConfig, runMain, type Environment } from './load-config.js';
export * as settings from './settings.js';
export { PROFILES, type Profile } from './settings.js';
export { takeUpRedisUrl } from './redis-url.js';
export { SecretFiles, secretFiles, SecretRefused, type ReloadOutcome } from './secret-files.js';
export { releaseOr } from './version.config.js';
