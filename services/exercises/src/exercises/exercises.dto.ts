import { listQuery, pageOf } from '@practika/http';
import { z } from 'zod';
import { personView } from '../people/person.js';
import { codePoints } from '../text.js';
import { videoFields, videoView } from '../videos/video.js';
import { VISIBILITIES } from './exercise.js';

const visibility = z.enum(VISIBILITIES, { error: 'must be private or organisation' });
const name = z.string().trim().refine(codePoints(3, 140), { error: 'must have 3 to 140 characters' }).meta({ minLength: 3, maxLength: 140 });
const description = z.string().refine(codePoints(0, 2_000), { error: 'must have at most 2,000 characters' }).meta({ maxLength: 2_000 }).nullable();

export const createExerciseBody = z.strictObject({ name, description: description.optional(), ...videoFields, visibility: visibility.optional() });
export const editExerciseBody = z.strictObject({ name: name.optional(), description: description.optional(), ...videoFields, visibility: visibility.optional() });
export type EditExerciseBody = z.infer<typeof editExerciseBody>;

export const EXERCISE_ORDERS = ['createdAt', '-createdAt', 'name', '-name', 'updatedAt', '-updatedAt'] as const;
export type ExerciseOrder = (typeof EXERCISE_ORDERS)[number];

export const exerciseListQuery = z.object({
  ...listQuery,
  search: z.string().max(200, { error: 'must have at most 200 characters' }).optional(),
  order: z.enum(EXERCISE_ORDERS, { error: `must be one of ${EXERCISE_ORDERS.join(', ')}` }).default('-createdAt'),
  visibility: visibility.optional(),
  owner: z.union([z.literal('me'), z.uuid().toLowerCase()], { error: 'must be me or an id' }).optional(),
  /** Those that can be restored, in place of those that are there; one's own alone. */
  deleted: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false'),
}).refine((query) => query.deleted === 'false' || query.owner === 'me', { path: ['deleted'], error: 'goes with owner=me alone' });
export type ExerciseListQuery = z.infer<typeof exerciseListQuery>;

export const exerciseView = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string().nullable(),
  video: videoView,
  visibility: z.enum(VISIBILITIES),
  owner: personView,
  commentCount: z.number().int().nonnegative(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  deletedAt: z.iso.datetime().nullable(),
});
export type ExerciseView = z.infer<typeof exerciseView>;
export const exercisePage = pageOf(exerciseView);
