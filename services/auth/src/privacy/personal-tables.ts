import { definePersonalTables } from '@practika/database';

/** Every table of this service and the column that names whose row it is. A test compares this with the live schema. */
export const personalTables = definePersonalTables({
  users: { column: 'id' },
  credentials: { column: 'owner_id' },
  sign_ups: { column: 'owner_id' },
  sessions: { column: 'owner_id' },
  known_devices: { column: 'owner_id' },
  api_tokens: { column: 'owner_id' },
  password_resets: { column: 'owner_id' },
  invitations: { column: 'owner_id' },
  mails: { column: 'owner_id' },
  security_events: { column: 'subject_id' },
  idempotency_keys: { column: 'owner_id' },
  outbox: { waived: 'ids and states on their way, deleted after they were sent' },
  event_sequences: { waived: 'a number per id' },
  relay_marks: { waived: 'one number' },
  inbox: { waived: 'ids of events' },
  dead_letters: { waived: 'envelopes with ids alone, for operators' },
  failed_jobs: { waived: 'ids of what jobs were about, for two weeks' },
  queue_states: { waived: 'numbers by queue' },
});
