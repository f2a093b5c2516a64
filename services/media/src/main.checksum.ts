import { runMain } from '@practika/config';
import { startWorker } from '@practika/http';
import { configureLogging } from '@practika/observability';
import { ChecksumModule } from './checksum/checksum.module.js';
import { MEDIA_VERSION } from './version.js';
import { loadChecksumConfig } from './workers/workers.config.js';

await runMain(async () => {
  const config = loadChecksumConfig(process.env);
  configureLogging({ level: config.logLevel, process: 'media-checksum' });
  await startWorker(ChecksumModule.forRoot(config), config, { service: 'media', version: MEDIA_VERSION });
});
