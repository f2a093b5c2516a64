import { row } from '@practika/database';
import { gauge, sharedReading } from '@practika/observability';
import type { DataSource } from 'typeorm';

/** The database of the relay that started last: a process has one, a test run has many after each other. */
let source: DataSource | undefined;

/** Reads the backlog at each scrape. */
export function measureOutbox(dataSource: DataSource): void {
  source = dataSource;
  const look = sharedReading(async () => {
    if (source?.isInitialized !== true) throw new Error('no database');
    const found = await row<{ n: string; age: string | null; dead: string }>(
      source,
      `SELECT count(*) AS n, extract(epoch FROM now() - min(not_before)) AS age, (SELECT count(*) FROM dead_letters WHERE settled_at IS NULL) AS dead
       FROM outbox WHERE sent_at IS NULL AND not_before <= now()`,
    );
    return { unsent: Number(found?.n ?? 0), lag: Number(found?.age ?? 0), dead: Number(found?.dead ?? 0) };
  });
  gauge('practika_outbox_unsent', 'Outbox rows that are due and not sent', [], async (target) => target.set((await look()).unsent));
  gauge('practika_outbox_lag_seconds', 'Age of the oldest outbox row that is due and not sent', [], async (target) => target.set((await look()).lag));
  gauge('practika_dead_letters_open', 'Events that could not be handled and that nobody has settled', [], async (target) => target.set((await look()).dead));
}
