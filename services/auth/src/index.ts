export { loadAuthApiConfig, type AuthApiConfig } from './auth.config.js';
export { AuthApiModule } from './auth-api.module.js';
