import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATES = `'created','uploading','uploaded','checking','scanning','processing','ready','rejected','quarantined','failed','expired','consent_hold','deleting','deleted'`;

export class CreateAssets1700000200000 implements MigrationInterface {
  readonly name = 'CreateAssets1700000200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE assets (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        filename text,
        declared_content_type text NOT NULL,
        declared_size bigint NOT NULL CHECK (declared_size > 0),
        declared_sha256 text CHECK (declared_sha256 ~ '^[0-9a-f]{64}$'),
        state text NOT NULL CHECK (state IN (${STATES})),
        reason_code text,
        reason_text text,
        state_since timestamptz NOT NULL DEFAULT now(),
        deadline_at timestamptz,
        attempt integer NOT NULL DEFAULT 1 CHECK (attempt > 0),
        claimed boolean NOT NULL DEFAULT false,
        lease_token uuid,
        lease_until timestamptz,
        failures integer NOT NULL DEFAULT 0,
        deaths integer NOT NULL DEFAULT 0,
        nudges integer NOT NULL DEFAULT 0,
        next_try_at timestamptz,
        blocked_reason text CHECK (blocked_reason IN ('scanner_down', 'signatures_stale')),
        progress_done bigint,
        progress_total bigint,
        sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        size bigint,
        detected_container text,
        duration_ms bigint,
        width integer,
        height integer,
        frame_rate double precision,
        object_bucket text,
        object_key text,
        object_version text,
        released_from_quarantine boolean NOT NULL DEFAULT false,
        consent_record_id uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        deleted_at timestamptz,
        CHECK ((lease_token IS NULL) = (lease_until IS NULL))
      )`);
    await runner.query(`CREATE INDEX assets_owner ON assets (owner_id, id DESC)`);
    await runner.query(`CREATE INDEX assets_quarantined ON assets (id DESC) WHERE state = 'quarantined'`);
    await runner.query(`CREATE INDEX assets_waiting ON assets (state, state_since) WHERE lease_token IS NULL AND state IN ('uploaded','checking','scanning','processing')`);
    await runner.query(`CREATE INDEX assets_next_try ON assets (next_try_at) WHERE next_try_at IS NOT NULL`);
    await runner.query(`CREATE INDEX assets_lease ON assets (lease_until) WHERE lease_token IS NOT NULL`);
    await runner.query(`CREATE INDEX assets_deadline ON assets (deadline_at) WHERE deadline_at IS NOT NULL`);
    await runner.query(`
      CREATE TABLE asset_history (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE,
        owner_id uuid NOT NULL,
        state text NOT NULL,
        reason_code text,
        reason_text text,
        at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX asset_history_owner ON asset_history (owner_id, seq)`);
    await runner.query(`CREATE INDEX asset_history_asset ON asset_history (asset_id, seq)`);
    await runner.query(`
      CREATE TABLE verdicts (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE,
        owner_id uuid NOT NULL,
        attempt integer NOT NULL,
        bucket text NOT NULL,
        key text NOT NULL,
        version_id text NOT NULL,
        sha256 text,
        bytes_expected bigint NOT NULL,
        bytes_scanned bigint NOT NULL,
        engine text NOT NULL,
        engine_version text,
        sigdb_version text,
        sigdb_time timestamptz,
        started timestamptz NOT NULL,
        finished timestamptz NOT NULL,
        outcome text NOT NULL,
        signature_name text
      )`);
    await runner.query(`CREATE INDEX verdicts_asset ON verdicts (asset_id, id)`);
    await runner.query(`
      CREATE TABLE renditions (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE,
        owner_id uuid NOT NULL,
        name text NOT NULL,
        content_type text NOT NULL,
        size bigint NOT NULL,
        sha256 text NOT NULL,
        bucket text NOT NULL,
        key text NOT NULL,
        version_id text NOT NULL,
        attempt integer NOT NULL,
        consent_record_id uuid,
        doomed_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE UNIQUE INDEX renditions_name ON renditions (asset_id, name) WHERE doomed_at IS NULL`);
    await runner.query(`CREATE INDEX renditions_doomed ON renditions (doomed_at) WHERE doomed_at IS NOT NULL`);
    await runner.query(`
      CREATE TABLE asset_references (
        asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE,
        reference_id uuid NOT NULL,
        owner_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('exercise', 'comment')),
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (asset_id, reference_id)
      )`);
    await runner.query(`CREATE INDEX asset_references_owner ON asset_references (owner_id)`);
    await runner.query(`
      CREATE TABLE quarantine_reviews (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        asset_id uuid NOT NULL REFERENCES assets ON DELETE CASCADE,
        owner_id uuid NOT NULL,
        reviewer_id uuid NOT NULL,
        attempt integer NOT NULL,
        decision text NOT NULL CHECK (decision IN ('release', 'reject')),
        reason text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (asset_id, attempt, reviewer_id, decision)
      )`);
    await runner.query(`CREATE INDEX quarantine_reviews_owner ON quarantine_reviews (owner_id)`);
    await runner.query(`CREATE INDEX quarantine_reviews_reviewer ON quarantine_reviews (reviewer_id)`);
    await this.guardTransitions(runner);
  }

  /** The second wall behind the table in code: no statement moves an asset along an edge that is not there, and none without its history row. */
  private async guardTransitions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION guard_asset_transition() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' THEN
          IF NEW.attempt < OLD.attempt THEN
            RAISE EXCEPTION 'an attempt never goes back' USING ERRCODE = '23514';
          END IF;
          IF NEW.state = OLD.state THEN
            RETURN NEW;
          END IF;
          IF OLD.state || '>' || NEW.state <> ALL (ARRAY[
            'created>uploading', 'created>expired', 'created>deleting',
            'uploading>uploaded', 'uploading>expired', 'uploading>deleting',
            'uploaded>checking', 'uploaded>deleting',
            'checking>scanning', 'checking>rejected', 'checking>quarantined', 'checking>deleting',
            'scanning>processing', 'scanning>consent_hold', 'scanning>rejected', 'scanning>quarantined', 'scanning>deleting',
            'processing>ready', 'processing>consent_hold', 'processing>failed', 'processing>deleting',
            'ready>consent_hold', 'ready>quarantined', 'ready>failed', 'ready>deleting',
            'consent_hold>processing', 'consent_hold>quarantined', 'consent_hold>deleting',
            'failed>processing', 'failed>quarantined', 'failed>deleting',
            'quarantined>checking', 'quarantined>rejected', 'quarantined>deleting',
            'rejected>deleting', 'expired>deleting',
            'deleting>deleted'
          ]) THEN
            RAISE EXCEPTION 'an asset does not go from % to %', OLD.state, NEW.state USING ERRCODE = '23514';
          END IF;
          IF OLD.state = 'scanning' AND NEW.state IN ('processing', 'consent_hold') AND NOT EXISTS (
            SELECT 1 FROM verdicts v WHERE v.asset_id = NEW.id AND v.attempt = NEW.attempt AND v.outcome = 'CLEAN'
              AND v.sha256 = NEW.sha256 AND v.bytes_scanned = v.bytes_expected
          ) THEN
            RAISE EXCEPTION 'an asset does not leave the scan without a clean verdict of its bytes' USING ERRCODE = '23514';
          END IF;
        END IF;
        -- Numbers are drawn in the order of commits for one owner, or a reader who resumes at a number could miss a lower one.
        PERFORM pg_advisory_xact_lock(hashtextextended('asset_history:' || NEW.owner_id, 0));
        INSERT INTO asset_history (asset_id, owner_id, state, reason_code, reason_text)
        VALUES (NEW.id, NEW.owner_id, NEW.state, NEW.reason_code, NEW.reason_text);
        PERFORM pg_notify('media_assets', NEW.owner_id::text);
        RETURN NULL;
      END $$`);
    await runner.query(`CREATE TRIGGER assets_transition AFTER INSERT OR UPDATE OF state, attempt ON assets FOR EACH ROW EXECUTE FUNCTION guard_asset_transition()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
