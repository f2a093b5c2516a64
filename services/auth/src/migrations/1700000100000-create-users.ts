import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Only people whose address is verified: what waits for that lies in sign_ups. */
export class CreateUsers1700000100000 implements MigrationInterface {
  readonly name = 'CreateUsers1700000100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE users (
        id uuid PRIMARY KEY,
        email text NOT NULL,
        email_key text NOT NULL UNIQUE,
        username text NOT NULL UNIQUE CHECK (username ~ '^[a-z0-9._-]{3,30}$'),
        display_name text NOT NULL,
        role text NOT NULL CHECK (role IN ('student', 'instructor', 'staff', 'admin')),
        status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'blocked')),
        leaving boolean NOT NULL DEFAULT false,
        version integer NOT NULL DEFAULT 1,
        email_verified_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
    // Lists are ordered by id, which grows with time. Search is a prefix or a part of a few thousand rows at most.
    await runner.query(`CREATE INDEX users_role ON users (role, id)`);
    await runner.query(`
      CREATE TABLE credentials (
        owner_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        password_hash text NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
