import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateComments1700000020004 implements MigrationInterface {
  readonly name = 'CreateComments1700000020004';

  async up(runner: QueryRunner): Promise<void> {
    // anchor_key sorts what has no anchor last without NULLS LAST, which a row-value comparison cannot express.
    // A tombstone keeps its place in the thread and nothing else: no author, text or video.
    await runner.query(`
      CREATE TABLE comments (
        id uuid PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercises (id) ON DELETE CASCADE,
        parent_id uuid REFERENCES comments (id) ON DELETE CASCADE,
        author_id uuid,
        text text CHECK (char_length(text) BETWEEN 1 AND 1000),
        asset_id uuid,
        reference_id uuid,
        youtube_id text CHECK (youtube_id ~ '^[A-Za-z0-9_-]{11}$'),
        anchor_start_ms integer CHECK (anchor_start_ms >= 0),
        anchor_end_ms integer CHECK (anchor_end_ms > anchor_start_ms),
        anchor_key integer NOT NULL GENERATED ALWAYS AS (coalesce(anchor_start_ms, 2147483647)) STORED,
        state text NOT NULL DEFAULT 'visible' CHECK (state IN ('visible', 'hidden', 'deleted')),
        hidden_by_id uuid,
        hidden_reason text,
        hidden_at timestamptz(3),
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        edited_at timestamptz(3),
        CHECK (asset_id IS NULL OR youtube_id IS NULL),
        CHECK ((asset_id IS NULL) = (reference_id IS NULL)),
        CHECK (state = 'deleted' OR (author_id IS NOT NULL AND (text IS NOT NULL OR asset_id IS NOT NULL OR youtube_id IS NOT NULL))),
        CHECK (state <> 'deleted' OR (author_id IS NULL AND text IS NULL AND asset_id IS NULL AND youtube_id IS NULL))
      )`);
    await runner.query(`CREATE INDEX comments_exercise_created ON comments (exercise_id, created_at, id)`);
    await runner.query(`CREATE INDEX comments_exercise_anchor ON comments (exercise_id, anchor_key, id)`);
    await runner.query(`CREATE INDEX comments_parent ON comments (parent_id) WHERE parent_id IS NOT NULL`);
    await runner.query(`CREATE INDEX comments_author ON comments (author_id) WHERE author_id IS NOT NULL`);
    await runner.query(`CREATE INDEX comments_hidden_by ON comments (hidden_by_id) WHERE hidden_by_id IS NOT NULL`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
