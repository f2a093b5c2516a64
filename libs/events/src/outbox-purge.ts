import type { RelayConnection } from './pg.relay-connection.js';

const ROWS = 2_000;
/** So that a backlog of old rows does not keep the relay from its work for long. */
const ROUNDS = 10;

const OLD = [
  `DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE sent_at < now() - interval '7 days' LIMIT ${ROWS}) RETURNING 1`,
  // Longer than anything may be sent again, or a late copy would have its effect twice.
  `DELETE FROM inbox WHERE (event_id, consumer) IN (SELECT event_id, consumer FROM inbox WHERE processed_at < now() - interval '30 days' LIMIT ${ROWS}) RETURNING 1`,
  `DELETE FROM failed_jobs WHERE id IN (SELECT id FROM failed_jobs WHERE failed_at < now() - interval '14 days' LIMIT ${ROWS}) RETURNING 1`,
];

/** Deletes in small pieces what has been sent and handled long ago. */
export async function purge(connection: Pick<RelayConnection, 'query'>): Promise<void> {
  for (const statement of OLD) {
    for (let round = 0; round < ROUNDS; round += 1) {
      if ((await connection.query(statement)).length < ROWS) break;
    }
  }
}
