import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What media has been told of consent. Never the answer to "may I?" (that is a permit), only to "which news is newer?". */
export class CreateConsentStates1700000200002 implements MigrationInterface {
  readonly name = 'CreateConsentStates1700000200002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consent_states (
        subject_id uuid NOT NULL,
        purpose text NOT NULL,
        recipient text NOT NULL DEFAULT '',
        epoch bigint NOT NULL,
        state text NOT NULL CHECK (state IN ('given', 'withdrawn')),
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (subject_id, purpose, recipient)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
