import { definePersonalTables } from '@practika/database';

/** Every table of this service and the column that names whose row it is. A test compares this with the live schema. */
export const personalTables = definePersonalTables({
  consent_subjects: { column: 'subject_id' },
  /** By the pseudonym that consent_subjects ties to the person. */
  consent_records: { column: 'principal_id' },
  consent_chains: { column: 'principal_id' },
  consent_states: { column: 'subject_id' },
  consent_permits: { column: 'subject_id' },
  consent_effects: { column: 'subject_id' },
  idempotency_keys: { column: 'owner_id' },
  outbox: { waived: 'ids only, deleted seven days after they were sent' },
  event_sequences: { waived: 'numbers by id' },
  relay_marks: { waived: 'one number' },
  inbox: { waived: 'ids of events' },
  dead_letters: { waived: 'events, which carry ids only' },
  failed_jobs: { waived: 'ids of what jobs were about, for two weeks' },
  queue_states: { waived: 'numbers by queue' },
});
