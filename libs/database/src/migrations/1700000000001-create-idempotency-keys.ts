import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIdempotencyKeys1700000000001 implements MigrationInterface {
  readonly name = 'CreateIdempotencyKeys1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_keys (
        owner_id uuid NOT NULL,
        route text NOT NULL,
        key text NOT NULL CHECK (length(key) <= 255),
        body_sha256 text NOT NULL,
        creation_id uuid NOT NULL,
        leased_until timestamptz NOT NULL,
        status integer,
        headers jsonb,
        answer json,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (owner_id, route, key)
      )`);
    await runner.query(`CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
