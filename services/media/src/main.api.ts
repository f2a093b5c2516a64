import { runMain } from '@practika/config';
import { startApi } from '@practika/http';
import { configureLogging } from '@practika/observability';
import { MediaApiModule } from './media-api.module.js';
import { loadMediaApiConfig } from './media.config.js';

await runMain(async () => {
  const config = loadMediaApiConfig(process.env);
  configureLogging({ level: config.http.logLevel, process: 'media-api' });
  await startApi(MediaApiModule.forRoot(config), config.http);
});
