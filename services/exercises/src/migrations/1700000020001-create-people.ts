import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePeople1700000020001 implements MigrationInterface {
  readonly name = 'CreatePeople1700000020001';

  async up(runner: QueryRunner): Promise<void> {
    // `revision` grows with every event about the person: a name that was fetched before the event does not overwrite
    // what the event said. An erased person stays as a bare id, so that a late fetch cannot bring the name back.
    await runner.query(`
      CREATE TABLE people (
        subject_id uuid PRIMARY KEY,
        display_name text,
        revision bigint NOT NULL DEFAULT 0,
        stale boolean NOT NULL DEFAULT false,
        erased_at timestamptz,
        CHECK (erased_at IS NULL OR display_name IS NULL)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
