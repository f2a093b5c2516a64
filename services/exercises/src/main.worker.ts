import { runMain } from '@practika/config';
import { startWorker } from '@practika/http';
import { configureLogging } from '@practika/observability';
import { loadExercisesWorkerConfig } from './exercises.config.js';
import { ExercisesWorkerModule } from './exercises-worker.module.js';
import { VERSION } from './version.js';

await runMain(async () => {
  const config = loadExercisesWorkerConfig(process.env);
  configureLogging({ process: 'exercises-worker', level: config.logLevel });
  await startWorker(ExercisesWorkerModule.forRoot(config), config, { service: 'exercises', version: VERSION });
});
