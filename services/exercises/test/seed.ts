export { seedExercises, type Query, type SeedOptions } from '../src/testing/seed.ts';
