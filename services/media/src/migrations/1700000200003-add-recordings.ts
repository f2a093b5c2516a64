import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A recording's size is known at its end: until then its asset holds the largest size there can be as its declared one. */
export class AddRecordings1700000200003 implements MigrationInterface {
  readonly name = 'AddRecordings1700000200003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE uploads ADD COLUMN recording boolean NOT NULL DEFAULT false`);
    await runner.query(`CREATE INDEX uploads_open_of_owner ON uploads (owner_id, id DESC) WHERE state = 'open'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
