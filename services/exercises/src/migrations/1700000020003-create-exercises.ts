import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateExercises1700000020003 implements MigrationInterface {
  readonly name = 'CreateExercises1700000020003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE EXTENSION IF NOT EXISTS pg_trgm`);
    // name_key and search_text are folded by the application (NFC, lower case), so that neither uniqueness nor search
    // depends on the locale that somebody once created the database with; COLLATE "C" makes their order that of code
    // points and no operating-system upgrade can make the indexes wrong.
    // Times have three digits, as JSON has: a keyset position then says exactly where a row stands.
    // fillfactor leaves room for HOT updates: commentCount changes often and is in no index.
    await runner.query(`
      CREATE TABLE exercises (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        name text NOT NULL CHECK (char_length(name) BETWEEN 3 AND 140),
        name_key text COLLATE "C" NOT NULL,
        description text CHECK (char_length(description) <= 2000),
        asset_id uuid,
        reference_id uuid,
        youtube_id text CHECK (youtube_id ~ '^[A-Za-z0-9_-]{11}$'),
        visibility text NOT NULL CHECK (visibility IN ('private', 'organisation')),
        comment_count integer NOT NULL DEFAULT 0 CHECK (comment_count >= 0),
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        deleted_at timestamptz(3),
        search_text text COLLATE "C" NOT NULL,
        search_vector tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, search_text)) STORED,
        CHECK ((asset_id IS NULL) <> (youtube_id IS NULL)),
        CHECK ((asset_id IS NULL) = (reference_id IS NULL))
      ) WITH (fillfactor = 90)`);
    await runner.query(`CREATE UNIQUE INDEX exercises_name_taken ON exercises (owner_id, name_key) WHERE deleted_at IS NULL`);
    // One index per order and per kind of list. Each branch of a list query is an equality prefix of one of these, so a
    // page costs the same wherever it stands and whatever the others hide.
    for (const [suffix, column] of [['created', 'created_at'], ['updated', 'updated_at'], ['name', 'name_key']]) {
      await runner.query(`CREATE INDEX exercises_visibility_${suffix} ON exercises (visibility, ${column}, id) WHERE deleted_at IS NULL`);
      await runner.query(`CREATE INDEX exercises_owner_${suffix} ON exercises (owner_id, visibility, ${column}, id) WHERE deleted_at IS NULL`);
    }
    await runner.query(`CREATE INDEX exercises_words ON exercises USING gin (search_vector) WHERE deleted_at IS NULL`);
    await runner.query(`CREATE INDEX exercises_trigrams ON exercises USING gin (search_text gin_trgm_ops) WHERE deleted_at IS NULL`);
    await runner.query(`CREATE INDEX exercises_deleted ON exercises (deleted_at) WHERE deleted_at IS NOT NULL`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
