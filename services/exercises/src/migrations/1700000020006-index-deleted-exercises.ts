import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexDeletedExercises1700000020006 implements MigrationInterface {
  readonly name = 'IndexDeletedExercises1700000020006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX exercises_deleted_of_owner ON exercises (owner_id, deleted_at) WHERE deleted_at IS NOT NULL`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
