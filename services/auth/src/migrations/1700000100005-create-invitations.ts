import type { MigrationInterface, QueryRunner } from 'typeorm';

/** owner_id is who invites. An address has one open invitation at most: a new one closes the former. */
export class CreateInvitations1700000100005 implements MigrationInterface {
  readonly name = 'CreateInvitations1700000100005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE invitations (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        email text NOT NULL,
        email_key text NOT NULL,
        role text NOT NULL CHECK (role IN ('student', 'instructor', 'staff', 'admin')),
        token_hash text NOT NULL UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        closed_at timestamptz
      )`);
    await runner.query(`CREATE UNIQUE INDEX invitations_open ON invitations (email_key) WHERE closed_at IS NULL`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
