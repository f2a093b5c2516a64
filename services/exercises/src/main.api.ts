import { runMain } from '@practika/config';
import { startApi } from '@practika/http';
import { configureLogging } from '@practika/observability';
import { loadExercisesApiConfig } from './exercises.config.js';
import { ExercisesApiModule } from './exercises-api.module.js';

await runMain(async () => {
  const config = loadExercisesApiConfig(process.env);
  configureLogging({ process: 'exercises-api', level: config.http.logLevel });
  await startApi(ExercisesApiModule.forRoot(config), config.http);
});
