import { definePersonalTables } from '@practika/database';

/** How each table of this service stands to people. A spec compares it with the live schema. */
export const personalTables = definePersonalTables({
  exercises: { column: 'owner_id' },
  comments: { column: 'author_id' },
  people: { column: 'subject_id' },
  asset_states: { column: 'owner_id' },
  asset_references: { column: 'owner_id' },
  idempotency_keys: { column: 'owner_id' },
  outbox: { waived: 'envelopes hold ids alone, and rows go a week after they were sent' },
  inbox: { waived: 'ids of events' },
  event_sequences: { waived: 'a number per exercise or comment id' },
  relay_marks: { waived: 'one number' },
  exercise_feed: { waived: 'ids of exercises and comments and what happened to them, for a week' },
  dead_letters: { waived: 'envelopes of events hold ids alone' },
  failed_jobs: { waived: 'ids of what jobs were about, for two weeks' },
  queue_states: { waived: 'numbers by queue' },
});
