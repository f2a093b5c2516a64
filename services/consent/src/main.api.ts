import { runMain } from '@practika/config';
import { startApi } from '@practika/http';
import { configureLogging } from '@practika/observability';
import { ConsentApiModule } from './consent-api.module.js';
import { loadConsentApiConfig } from './consent.config.js';

await runMain(async () => {
  const config = loadConsentApiConfig(process.env);
  configureLogging({ process: 'consent-api', level: config.http.logLevel });
  await startApi(ConsentApiModule.forRoot(config), config.http);
});
