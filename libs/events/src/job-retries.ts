import type { QueueName } from '@practika/jobs';
import type { EntityManager } from 'typeorm';

/**
 * What a service does when somebody asks for a failed job of its own again. The row that the job was about decides, and the work
 * is sent anew by way of it, so that row and job agree; a job is never simply put back.
 */
export abstract class JobRetries {
  /**
   * Within the transaction that settles the failed job.
   *
   * @returns null when the work is on its way; else why there is nothing to try again, in public words
   */
  abstract retry(manager: EntityManager, queue: QueueName, payload: unknown): Promise<string | null>;
}
