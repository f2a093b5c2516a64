import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateVideos1700000020002 implements MigrationInterface {
  readonly name = 'CreateVideos1700000020002';

  async up(runner: QueryRunner): Promise<void> {
    // What media last said of an asset. seq 0: fetched, so any event is newer. No owner: media does not know it any more.
    await runner.query(`
      CREATE TABLE asset_states (
        asset_id uuid PRIMARY KEY,
        owner_id uuid,
        state text NOT NULL,
        duration_ms bigint,
        seq bigint NOT NULL DEFAULT 0,
        updated_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX asset_states_owner ON asset_states (owner_id)`);
    // The ledger of marks left at media. A row is written before the mark is made and removed after it is taken back, so
    // whatever crashes in between, no mark is without a row here.
    await runner.query(`
      CREATE TABLE asset_references (
        reference_id uuid PRIMARY KEY,
        asset_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('exercise', 'comment')),
        owner_id uuid,
        state text NOT NULL CHECK (state IN ('pending', 'held', 'releasing')),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        next_attempt_at timestamptz(3) NOT NULL DEFAULT now(),
        attempts integer NOT NULL DEFAULT 0
      )`);
    await runner.query(`CREATE INDEX asset_references_due ON asset_references (next_attempt_at) WHERE state <> 'held'`);
    await runner.query(`CREATE INDEX asset_references_owner ON asset_references (owner_id)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
