import { createOpenApi, placeholderEnvironment } from '@practika/http';
import { AuthApiModule } from './auth-api.module.js';
import { loadAuthApiConfig } from './auth.config.js';
import { VERSION } from './version.js';

/** This service's OpenAPI document, from its code alone. */
export function openApi(): ReturnType<typeof createOpenApi> {
  return createOpenApi(AuthApiModule.forRoot(loadAuthApiConfig(placeholderEnvironment({ PASSWORD_PEPPER: 'no-secret-this-peppers-nothing-at-all' }))), 'auth', VERSION);
}
