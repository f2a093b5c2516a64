import type { MigrationClass } from '../data-source.js';
import { CreateIdempotencyKeys1700000000001 } from './1700000000001-create-idempotency-keys.js';

/** Tables that every service has. Listed first in each service's migrations. */
export const sharedMigrations: readonly MigrationClass[] = [CreateIdempotencyKeys1700000000001];
