import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOutbox1700000000002 implements MigrationInterface {
  readonly name = 'CreateOutbox1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        id uuid PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY,
        kind text NOT NULL CHECK (kind IN ('event', 'job')),
        name text NOT NULL,
        body json NOT NULL,
        traceparent text,
        not_before timestamptz NOT NULL DEFAULT now(),
        attempt integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        sent_at timestamptz,
        sent_mark bigint
      )`);
    await runner.query(`CREATE INDEX outbox_unsent ON outbox (not_before, position) WHERE sent_at IS NULL`);
    await runner.query(`CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL`);
    await runner.query(`CREATE INDEX outbox_sent_mark ON outbox (sent_mark) WHERE sent_mark IS NOT NULL`);
    await runner.query(`CREATE TABLE event_sequences (subject text PRIMARY KEY, seq bigint NOT NULL)`);
    await runner.query(`CREATE TABLE relay_marks (id boolean PRIMARY KEY DEFAULT true CHECK (id), mark bigint NOT NULL)`);
    await runner.query(`INSERT INTO relay_marks (mark) VALUES (0)`);
    await runner.query(`
      CREATE TABLE inbox (
        event_id uuid NOT NULL,
        consumer text NOT NULL,
        processed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (event_id, consumer)
      )`);
    await runner.query(`CREATE INDEX inbox_processed_at ON inbox (processed_at)`);
    await runner.query(`
      CREATE TABLE dead_letters (
        event_id uuid NOT NULL,
        consumer text NOT NULL,
        envelope json NOT NULL,
        error text NOT NULL,
        failed_at timestamptz NOT NULL DEFAULT now(),
        settled_at timestamptz,
        settled_as text CHECK (settled_as IN ('replayed', 'discarded')),
        settled_reason text,
        PRIMARY KEY (event_id, consumer)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
