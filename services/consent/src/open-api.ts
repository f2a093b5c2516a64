import { generateKeyPairSync } from 'node:crypto';
import { createOpenApi, placeholderEnvironment } from '@practika/http';
import { ConsentApiModule } from './consent-api.module.js';
import { loadConsentApiConfig } from './consent.config.js';
import { VERSION } from './version.js';

/** This service's OpenAPI document, from its code alone. */
export function openApi(): ReturnType<typeof createOpenApi> {
  return createOpenApi(ConsentApiModule.forRoot(loadConsentApiConfig(placeholderEnvironment({ RECEIPT_SIGNING_KEY: anyKey() }))), 'consent', VERSION);
}

/** The configuration insists on a real key; this one is forgotten with the process. */
function anyKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
