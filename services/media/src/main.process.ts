import { runMain } from '@practika/config';
import { startWorker } from '@practika/http';
import { configureLogging } from '@practika/observability';
import { ProcessingModule } from './processing/processing.module.js';
import { MEDIA_VERSION } from './version.js';
import { loadProcessConfig } from './workers/workers.config.js';

await runMain(async () => {
  const config = loadProcessConfig(process.env);
  configureLogging({ level: config.logLevel, process: 'media-process' });
  await startWorker(ProcessingModule.forRoot(config), config, { service: 'media', version: MEDIA_VERSION });
});
