import { runMain } from '@practika/config';
import { startWorker } from '@practika/http';
import { configureLogging } from '@practika/observability';
import { ConsentWorkerModule } from './consent-worker.module.js';
import { loadConsentWorkerConfig } from './consent.config.js';
import { VERSION } from './version.js';

await runMain(async () => {
  const config = loadConsentWorkerConfig(process.env);
  configureLogging({ process: 'consent-worker', level: config.logLevel });
  await startWorker(ConsentWorkerModule.forRoot(config), config, { service: 'consent', version: VERSION });
});
