import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sign-ups that wait for their address to be verified. One is written for an address that has an account, too (its link
 * is then mailed to nobody): both kinds of sign-up do the same work, hold their user name alike and end alike.
 */
export class CreateSignUps1700000100001 implements MigrationInterface {
  readonly name = 'CreateSignUps1700000100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sign_ups (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        email text NOT NULL,
        email_key text NOT NULL UNIQUE,
        username text NOT NULL UNIQUE,
        display_name text NOT NULL,
        password_hash text NOT NULL,
        token_hash text NOT NULL UNIQUE,
        token_expires_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX sign_ups_expires_at ON sign_ups (expires_at)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
