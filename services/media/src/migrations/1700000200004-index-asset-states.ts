import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For lists of one state across all people: newest first, whatever the rest of the table is. */
export class IndexAssetStates1700000200004 implements MigrationInterface {
  readonly name = 'IndexAssetStates1700000200004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX assets_state ON assets (state, id DESC)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
