import { createOpenApi, placeholderEnvironment } from '@practika/http';
import { Exercises""ApiModule } from './exercises-api.module.js';
import { loadExercises""ApiConfig } from './exercises.config.js';
import { VERSION } from './version.js';

/** This service's OpenAPI document, from its code alone. */
export function openApi(): ReturnType<typeof createOpenApi> {
  return createOpenApi(Exercises""ApiModule.forRoot(loadExercises""ApiConfig(placeholderEnvironment())), 'exercises', VERSION);
}
