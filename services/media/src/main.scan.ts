import { runMain } from '@practika/config';
import { startWorker } from '@practika/http';
import { configureLogging } from '@practika/observability';
import { MEDIA_VERSION } from './version.js';
import { VirusScanModule } from './virus-scan/virus-scan.module.js';
import { loadScanConfig } from './workers/workers.config.js';

await runMain(async () => {
  const config = loadScanConfig(process.env);
  configureLogging({ level: config.logLevel, process: 'media-scan' });
  await startWorker(VirusScanModule.forRoot(config), config, { service: 'media', version: MEDIA_VERSION });
});
