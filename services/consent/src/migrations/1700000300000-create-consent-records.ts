import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ledger. Records name a person by a random pseudonym (principal_id); consent_subjects alone ties it to the person,
 * so that an erasure deletes one row there and the chain of records stays whole and unlinked.
 */
export class CreateConsentRecords1700000300000 implements MigrationInterface {
  readonly name = 'CreateConsentRecords1700000300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consent_subjects (
        subject_id uuid PRIMARY KEY,
        principal_id uuid NOT NULL UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE consent_chains (
        principal_id uuid PRIMARY KEY,
        records bigint NOT NULL DEFAULT 0 CHECK (records >= 0),
        last_hash text NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE consent_records (
        record_id uuid PRIMARY KEY,
        receipt_id uuid NOT NULL UNIQUE,
        principal_id uuid NOT NULL,
        position bigint NOT NULL CHECK (position > 0),
        purpose text NOT NULL,
        recipient text,
        state text NOT NULL CHECK (state IN ('given', 'withdrawn')),
        at timestamptz NOT NULL,
        prev_hash text NOT NULL,
        hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
        record json NOT NULL,
        jws text NOT NULL,
        UNIQUE (principal_id, position),
        UNIQUE (principal_id, prev_hash)
      )`);
    // Besides the missing grants, so that it also holds for a role that was granted too much by hand, and for the owner.
    await runner.query(`
      CREATE FUNCTION refuse_consent_record_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'consent_records is append-only';
      END $$`);
    await runner.query(`
      CREATE TRIGGER consent_records_append_only BEFORE UPDATE OR DELETE ON consent_records
      FOR EACH ROW EXECUTE FUNCTION refuse_consent_record_change()`);
    await runner.query(`
      CREATE TRIGGER consent_records_no_truncate BEFORE TRUNCATE ON consent_records
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_consent_record_change()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
