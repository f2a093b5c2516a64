import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the gate reads: the newest record of each purpose and recipient ('' where there is none), and open permits. */
export class CreateConsentGates1700000300001 implements MigrationInterface {
  readonly name = 'CreateConsentGates1700000300001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consent_states (
        subject_id uuid NOT NULL,
        purpose text NOT NULL,
        recipient text NOT NULL DEFAULT '',
        state text NOT NULL CHECK (state IN ('given', 'withdrawn')),
        epoch bigint NOT NULL CHECK (epoch > 0),
        record_id uuid NOT NULL REFERENCES consent_records (record_id),
        notice_version text NOT NULL,
        since timestamptz NOT NULL,
        expires_at timestamptz,
        PRIMARY KEY (subject_id, purpose, recipient)
      )`);
    await runner.query(`CREATE INDEX consent_states_expiry ON consent_states (expires_at) WHERE state = 'given' AND expires_at IS NOT NULL`);
    await runner.query(`
      CREATE TABLE consent_permits (
        permit_id uuid PRIMARY KEY,
        subject_id uuid NOT NULL,
        purpose text NOT NULL,
        recipient text NOT NULL DEFAULT '',
        epoch bigint NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
    await runner.query(`CREATE INDEX consent_permits_open ON consent_permits (subject_id, purpose, recipient)`);
    await runner.query(`CREATE INDEX consent_permits_expiry ON consent_permits (expires_at)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
