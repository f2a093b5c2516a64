import { runMain } from '@practika/config';
import { startWorker } from '@practika/http';
import { configureLogging } from '@practika/observability';
import { loadMediaWorkerConfig } from './media.config.js';
import { MediaWorkerModule } from './media-worker.module.js';
import { MEDIA_VERSION } from './version.js';

await runMain(async () => {
  const config = loadMediaWorkerConfig(process.env);
  configureLogging({ level: config.logLevel, process: 'media-worker' });
  await startWorker(MediaWorkerModule.forRoot(config), config, { service: 'media', version: MEDIA_VERSION });
});
