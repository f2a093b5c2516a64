import { createOpenApi, placeholderEnvironment } from '@practika/http';
import { ExercisesApiModule } from './exercises-api.module.js';
import { loadExercisesApiConfig } from './exercises.config.js';
import { VERSION } from './version.js';

/** This service's OpenAPI document, from its code alone. */
export function openApi(): ReturnType<typeof createOpenApi> {
  return createOpenApi(ExercisesApiModule.forRoot(loadExercisesApiConfig(placeholderEnvironment())), 'exercises', VERSION);
}
