import { runMain } from '@practika/config';
import { configureLogging } from '@practika/observability';
import { startWeb } from './start-web.js';
import { loadWebConfig } from './web.config.js';

await runMain(async () => {
  const config = loadWebConfig(process.env);
  configureLogging({ process: 'web', level: config.logLevel });
  await startWeb(config);
});
