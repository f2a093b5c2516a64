import { uuidv7 } from '@practika/database';
import type { JobContract } from '@practika/jobs';
import { z } from 'zod';
import type { ServiceName } from './catalogue.js';

/** How events lie in an `evt-<service>` queue. */
export const EVENT_JOB = { name: 'event', schemaVersion: 1 } as const;

/**
 * The payload is taken as it comes: the consumer itself looks whether it is an envelope, since one that is not must
 * become a dead letter, and a job that breaks its contract would only be refused.
 */
export const eventJob = (service: ServiceName): JobContract<unknown> => ({ queue: `evt-${service}`, ...EVENT_JOB, payload: z.unknown(), jobId: () => `event.${uuidv7()}` });
