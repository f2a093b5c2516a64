import { type MigrationClass, sharedMigrations } from '@practika/database';
import { eventMigrations } from '@practika/events';
import { CreatePeople1700000020001 } from './1700000020001-create-people.js';
import { CreateVideos1700000020002 } from './1700000020002-create-videos.js';
import { CreateExercises1700000020003 } from './1700000020003-create-exercises.js';
import { CreateComments1700000020004 } from './1700000020004-create-comments.js';
import { CreateExerciseFeed1700000020005 } from './1700000020005-create-exercise-feed.js';
import { IndexDeletedExercises1700000020006 } from './1700000020006-index-deleted-exercises.js';

export const exercisesMigrations: readonly MigrationClass[] = [
  ...sharedMigrations, ...eventMigrations, CreatePeople1700000020001, CreateVideos1700000020002, CreateExercises1700000020003, CreateComments1700000020004,
  CreateExerciseFeed1700000020005, IndexDeletedExercises1700000020006,
];
