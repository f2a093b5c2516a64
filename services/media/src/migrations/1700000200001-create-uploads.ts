import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUploads1700000200001 implements MigrationInterface {
  readonly name = 'CreateUploads1700000200001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE uploads (
        id uuid PRIMARY KEY,
        asset_id uuid NOT NULL UNIQUE REFERENCES assets ON DELETE CASCADE,
        owner_id uuid NOT NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'completed', 'aborted', 'expired')),
        bucket text NOT NULL,
        key text NOT NULL,
        store_upload_id text,
        part_size bigint NOT NULL CHECK (part_size > 0),
        part_count integer NOT NULL CHECK (part_count BETWEEN 1 AND 10000),
        completing_until timestamptz,
        expires_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        closed_at timestamptz
      )`);
    await runner.query(`CREATE INDEX uploads_owner ON uploads (owner_id)`);
    await runner.query(`CREATE INDEX uploads_open ON uploads (expires_at) WHERE state = 'open'`);
    await runner.query(`CREATE INDEX uploads_completing ON uploads (completing_until) WHERE state = 'open' AND completing_until IS NOT NULL`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
