import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Withdrawals on their way to being effective everywhere: written with the record, settled when everybody was told. */
export class CreateConsentEffects1700000300002 implements MigrationInterface {
  readonly name = 'CreateConsentEffects1700000300002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consent_effects (
        record_id uuid PRIMARY KEY REFERENCES consent_records (record_id),
        subject_id uuid NOT NULL,
        purpose text NOT NULL,
        recipient text NOT NULL DEFAULT '',
        epoch bigint NOT NULL,
        tries integer NOT NULL DEFAULT 0,
        next_try_at timestamptz NOT NULL,
        effective_at timestamptz
      )`);
    await runner.query(`CREATE INDEX consent_effects_due ON consent_effects (next_try_at) WHERE effective_at IS NULL`);
    await runner.query(`CREATE INDEX consent_effects_subject ON consent_effects (subject_id)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
