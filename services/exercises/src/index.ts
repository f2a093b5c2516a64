export { loadExercisesApiConfig, type ExercisesApiConfig } from './exercises.config.js';
export { ExercisesApiModule } from './exercises-api.module.js';
