import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSessions1700000100002 implements MigrationInterface {
  readonly name = 'CreateSessions1700000100002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        token_hash text NOT NULL UNIQUE,
        device text NOT NULL,
        ip_prefix text NOT NULL,
        idle_seconds integer NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        authenticated_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        ends_at timestamptz NOT NULL,
        revoked_at timestamptz
      )`);
    await runner.query(`CREATE INDEX sessions_owner ON sessions (owner_id, id) WHERE revoked_at IS NULL`);
    await runner.query(`CREATE INDEX sessions_ends_at ON sessions (ends_at)`);
    await runner.query(`
      CREATE TABLE known_devices (
        owner_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        token_hash text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (owner_id, token_hash)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
