import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No foreign key: a request for an unknown address writes a row of its own kind, of nobody, so that both do the same work. */
export class CreatePasswordResets1700000100004 implements MigrationInterface {
  readonly name = 'CreatePasswordResets1700000100004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE password_resets (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        token_hash text NOT NULL UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        used_at timestamptz
      )`);
    await runner.query(`CREATE INDEX password_resets_owner ON password_resets (owner_id)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
