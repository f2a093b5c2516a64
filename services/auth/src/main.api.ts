import { runMain } from '@practika/config';
import { startApi } from '@practika/http';
import { configureLogging } from '@practika/observability';
import { loadAuthApiConfig } from './auth.config.js';
import { AuthApiModule } from './auth-api.module.js';

await runMain(async () => {
  const config = loadAuthApiConfig(process.env);
  configureLogging({ process: 'auth-api', level: config.http.logLevel });
  await startApi(AuthApiModule.forRoot(config), config.http);
});
