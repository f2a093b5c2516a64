import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateFailedJobs1700000000004 implements MigrationInterface {
  readonly name = 'CreateFailedJobs1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    // What dead letters are to events. A payload holds ids, by the contracts of the jobs.
    await runner.query(`
      CREATE TABLE failed_jobs (
        id uuid PRIMARY KEY,
        queue text NOT NULL,
        job_id text NOT NULL,
        name text NOT NULL,
        payload json NOT NULL,
        error text NOT NULL,
        attempts integer NOT NULL,
        failed_at timestamptz NOT NULL DEFAULT now(),
        settled_at timestamptz,
        settled_as text CHECK (settled_as IN ('retried', 'discarded')),
        settled_reason text,
        UNIQUE (queue, job_id)
      )`);
    await runner.query(`CREATE INDEX failed_jobs_open ON failed_jobs (queue, failed_at, id) WHERE settled_at IS NULL`);
    await runner.query(`CREATE INDEX failed_jobs_failed_at ON failed_jobs (failed_at)`);
    // How the worker last saw each queue: the API has no way to Redis's queues, and needs none.
    await runner.query(`
      CREATE TABLE queue_states (
        name text PRIMARY KEY,
        waiting integer NOT NULL,
        active integer NOT NULL,
        delayed integer NOT NULL,
        oldest_waiting_ms bigint,
        seen_at timestamptz NOT NULL
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
