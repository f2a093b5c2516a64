import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Address and variables are erased once a mail is sent; kind and time stay. No link ever stands here: the worker derives it. */
export class CreateMails1700000100006 implements MigrationInterface {
  readonly name = 'CreateMails1700000100006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mails (
        id uuid PRIMARY KEY,
        owner_id uuid,
        kind text NOT NULL,
        pepper_id text NOT NULL,
        address text,
        variables jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        leased_until timestamptz,
        sent_at timestamptz,
        failed_at timestamptz
      )`);
    await runner.query(`CREATE INDEX mails_owner ON mails (owner_id)`);
    await runner.query(`CREATE INDEX mails_waiting ON mails (created_at) WHERE sent_at IS NULL AND failed_at IS NULL`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
