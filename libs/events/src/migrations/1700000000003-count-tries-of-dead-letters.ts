import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CountTriesOfDeadLetters1700000000003 implements MigrationInterface {
  readonly name = 'CountTriesOfDeadLetters1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE dead_letters ADD COLUMN tries integer NOT NULL DEFAULT 0`);
    await runner.query(`CREATE INDEX dead_letters_open ON dead_letters (failed_at) WHERE settled_at IS NULL`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
