import { runMain } from '@practika/config';
import { startWorker } from '@practika/http';
import { configureLogging } from '@practika/observability';
import { loadAuthWorkerConfig } from './auth.config.js';
import { AuthWorkerModule } from './auth-worker.module.js';
import { VERSION } from './version.js';

await runMain(async () => {
  const config = loadAuthWorkerConfig(process.env);
  configureLogging({ process: 'auth-worker', level: config.logLevel });
  await startWorker(AuthWorkerModule.forRoot(config), config, { service: 'auth', version: VERSION });
});
