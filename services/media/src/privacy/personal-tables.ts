import { definePersonalTables } from '@practika/database';

/** How each table of this service stands to people. A table that is not here fails the coverage test. */
export const MEDIA_TABLES = definePersonalTables({
  assets: { column: 'owner_id' },
  uploads: { column: 'owner_id' },
  asset_history: { column: 'owner_id' },
  verdicts: { column: 'owner_id' },
  renditions: { column: 'owner_id' },
  asset_references: { column: 'owner_id' },
  quarantine_reviews: { column: 'owner_id' },
  consent_states: { column: 'subject_id' },
  idempotency_keys: { column: 'owner_id' },
  outbox: { waived: 'transport: ids, states and numbers only, deleted a week after it was sent' },
  event_sequences: { waived: 'a number for each asset id' },
  relay_marks: { waived: 'one number' },
  inbox: { waived: 'ids of events, deleted after 30 days' },
  dead_letters: { waived: 'envelopes of events: ids, states and numbers only' },
  failed_jobs: { waived: 'ids of what jobs were about, for two weeks' },
  queue_states: { waived: 'numbers by queue' },
});
