import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Append-only: the runtime role has INSERT and SELECT, and a trigger refuses the rest. The one exception is erasure,
 * which unlinks a person's events through a function of the owner's; the events themselves stay.
 */
export class CreateSecurityEvents1700000100007 implements MigrationInterface {
  readonly name = 'CreateSecurityEvents1700000100007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE security_events (
        id uuid PRIMARY KEY,
        subject_id uuid,
        actor_id uuid,
        type text NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('success', 'failure')),
        device text,
        ip_prefix text,
        at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX security_events_subject ON security_events (subject_id, id)`);
    await runner.query(`CREATE INDEX security_events_at ON security_events (at)`);
    // A second lock besides the missing grant: it also holds for a role that was granted too much by hand.
    await runner.query(`
      CREATE FUNCTION refuse_security_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
           AND current_setting('practika.pseudonymise', true) = 'on' THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'security_events is append-only';
      END $$`);
    await runner.query(`
      CREATE TRIGGER security_events_append_only BEFORE UPDATE OR DELETE ON security_events
      FOR EACH ROW EXECUTE FUNCTION refuse_security_event_change()`);
    await runner.query(`
      CREATE TRIGGER security_events_no_truncate BEFORE TRUNCATE ON security_events
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_security_event_change()`);
    await runner.query(`
      CREATE FUNCTION pseudonymise_security_events(subject uuid) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      DECLARE changed bigint;
      BEGIN
        PERFORM set_config('practika.pseudonymise', 'on', true);
        UPDATE security_events SET
          subject_id = CASE WHEN subject_id = subject THEN NULL ELSE subject_id END,
          actor_id = CASE WHEN actor_id = subject THEN NULL ELSE actor_id END,
          device = CASE WHEN subject_id = subject THEN NULL ELSE device END,
          ip_prefix = CASE WHEN subject_id = subject THEN NULL ELSE ip_prefix END
        WHERE subject_id = subject OR actor_id = subject;
        GET DIAGNOSTICS changed = ROW_COUNT;
        PERFORM set_config('practika.pseudonymise', 'off', true);
        RETURN changed;
      END $$`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
