import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateExerciseFeed1700000020005 implements MigrationInterface {
  readonly name = 'CreateExerciseFeed1700000020005';

  async up(runner: QueryRunner): Promise<void> {
    // What whoever looks at an exercise is told: ids and what happened, for a week. Written by triggers, so that no way
    // leads around it: not an erasure's, not an event's.
    await runner.query(`
      CREATE TABLE exercise_feed (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        exercise_id uuid NOT NULL REFERENCES exercises ON DELETE CASCADE,
        comment_id uuid,
        change text NOT NULL CHECK (change IN ('created', 'edited', 'hidden', 'unhidden', 'deleted', 'restored', 'video')),
        at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX exercise_feed_exercise ON exercise_feed (exercise_id, seq)`);
    await runner.query(`CREATE INDEX exercises_asset ON exercises (asset_id) WHERE asset_id IS NOT NULL`);
    await runner.query(`CREATE INDEX comments_asset ON comments (asset_id) WHERE asset_id IS NOT NULL`);
    // Numbers are drawn under the exercise's row lock, which every writer of comments holds anyway: they grow in the order
    // of commits, or a reader who resumes at a number could miss a lower one.
    await runner.query(`
      CREATE FUNCTION tell_exercise_feed(exercise uuid, comment uuid, what text) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM 1 FROM exercises WHERE id = exercise FOR NO KEY UPDATE;
        -- Gone: its comments are going with it, and nobody listens any more.
        IF NOT FOUND THEN RETURN; END IF;
        INSERT INTO exercise_feed (exercise_id, comment_id, change) VALUES (exercise, comment, what);
        PERFORM pg_notify('exercise_feed', exercise::text);
      END $$`);
    await this.onComments(runner);
    await this.onExercises(runner);
    await this.onVideos(runner);
  }

  private async onComments(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION tell_of_comment() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          PERFORM tell_exercise_feed(NEW.exercise_id, NEW.id, 'created');
        ELSIF TG_OP = 'DELETE' THEN
          PERFORM tell_exercise_feed(OLD.exercise_id, OLD.id, 'deleted');
        ELSIF NEW.state <> OLD.state THEN
          PERFORM tell_exercise_feed(NEW.exercise_id, NEW.id, CASE NEW.state WHEN 'visible' THEN 'unhidden' ELSE NEW.state END);
        ELSIF NEW.text IS DISTINCT FROM OLD.text THEN
          PERFORM tell_exercise_feed(NEW.exercise_id, NEW.id, 'edited');
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`CREATE TRIGGER comments_feed AFTER INSERT OR DELETE OR UPDATE OF state, text ON comments FOR EACH ROW EXECUTE FUNCTION tell_of_comment()`);
  }

  private async onExercises(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION tell_of_exercise() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM tell_exercise_feed(NEW.id, NULL, CASE
          WHEN NEW.deleted_at IS NOT NULL THEN 'deleted'
          WHEN OLD.deleted_at IS NOT NULL THEN 'restored'
          WHEN (NEW.asset_id, NEW.youtube_id) IS DISTINCT FROM (OLD.asset_id, OLD.youtube_id) THEN 'video'
          ELSE 'edited' END);
        RETURN NULL;
      END $$`);
    // Counting a comment touches none of these.
    await runner.query(`
      CREATE TRIGGER exercises_feed AFTER UPDATE OF name, description, visibility, asset_id, youtube_id, deleted_at ON exercises FOR EACH ROW
      WHEN ((NEW.name, NEW.description, NEW.visibility, NEW.asset_id, NEW.youtube_id, NEW.deleted_at)
        IS DISTINCT FROM (OLD.name, OLD.description, OLD.visibility, OLD.asset_id, OLD.youtube_id, OLD.deleted_at))
      EXECUTE FUNCTION tell_of_exercise()`);
  }

  private async onVideos(runner: QueryRunner): Promise<void> {
    // Nobody uses an asset before its state is kept, so its first row is no news. Exercises are locked in the order of their ids, as an erasure locks them.
    await runner.query(`
      CREATE FUNCTION tell_of_video() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE used record;
      BEGIN
        FOR used IN
          SELECT id AS exercise, NULL::uuid AS comment FROM exercises WHERE asset_id = NEW.asset_id
          UNION ALL SELECT exercise_id, id FROM comments WHERE asset_id = NEW.asset_id
          ORDER BY 1, 2
        LOOP
          PERFORM tell_exercise_feed(used.exercise, used.comment, 'video');
        END LOOP;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER asset_states_feed AFTER UPDATE OF state, duration_ms ON asset_states FOR EACH ROW
      WHEN (NEW.state <> OLD.state OR NEW.duration_ms IS DISTINCT FROM OLD.duration_ms) EXECUTE FUNCTION tell_of_video()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
