import type { JobQueues } from '@practika/jobs';
import { counter, logger } from '@practika/observability';
import { type OutboxRow, toJobs } from './outbox-batch.js';
import type { RelayConnection } from './pg.relay-connection.js';
import type { RelayMark } from './redis.relay-mark.js';

const log = logger('relay');
const sentTotal = counter('practika_relay_sent_total', 'Outbox rows sent to the queues');
const resentTotal = counter('practika_relay_resent_total', 'Outbox rows to be sent again since Redis had forgotten them');

export const BATCH = 100;

/** Redis lost its memory while a batch was on its way: nothing is marked as sent, and the next look finds out how much. */
class ForgottenMeanwhile extends Error {
  override readonly name = 'ForgottenMeanwhile';
}

/** One leader's work on one connection. */
export class RelayBatch {
  /** The mark as PostgreSQL has it; only the leader moves it. */
  private mark: number | undefined;

  constructor(
    private readonly connection: RelayConnection,
    private readonly queues: Pick<JobQueues, 'add'>,
    private readonly marks: RelayMark,
  ) {}

  /**
   * Sends what is due, up to a batch.
   *
   * @returns rows sent
   */
  async send(): Promise<number> {
    this.mark ??= Number((await this.connection.query<{ mark: string }>(`SELECT mark FROM relay_marks`))[0]?.mark ?? 0);
    let seen = await this.marks.read();
    if (this.mark > 0 && (seen === null || seen < this.mark)) seen = await this.resend(seen);
    const next = Math.max(seen ?? 0, this.mark) + 1;
    const count = await this.connection.transaction(async () => {
      const due = await this.connection.query<OutboxRow>(
        `SELECT id, kind, name, body, traceparent, attempt FROM outbox
         WHERE sent_at IS NULL AND not_before <= now() ORDER BY not_before, position LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
      );
      if (due.length === 0) return 0;
      const { byQueue, unknown } = toJobs(due);
      if (unknown.length > 0) await this.postpone(unknown);
      await Promise.all([...byQueue].map(([queue, jobs]) => this.queues.add(queue, jobs)));
      // Marked as sent only now: a crash before the commit sends them twice, which the inbox takes; never not at all.
      if (!(await this.marks.advance(seen, next))) throw new ForgottenMeanwhile('Redis was wiped during a batch');
      await this.connection.query(
        `WITH moved AS (UPDATE relay_marks SET mark = $2) UPDATE outbox SET sent_at = now(), sent_mark = $2 WHERE id = ANY($1)`,
        [due.filter((row) => !unknown.includes(row.id)).map((row) => row.id), next],
      );
      return due.length;
    }).catch((error: unknown) => {
      // The commit's answer may be what got lost: read the mark again rather than believe either.
      this.mark = undefined;
      if (error instanceof ForgottenMeanwhile) return BATCH;
      throw error;
    });
    if (count > 0 && this.mark !== undefined) {
      this.mark = next;
      sentTotal.inc(count);
    }
    return count;
  }

  /** Makes due again what Redis has forgotten. @returns the mark that Redis has now */
  private async resend(seen: number | null): Promise<number> {
    const next = (this.mark ?? 0) + 1;
    const again = await this.connection.transaction(async () => {
      // After a day of traffic this is no short statement, and it must not fail for that.
      await this.connection.query(`SET LOCAL statement_timeout = 0`);
      const rows = await this.connection.query<{ n: string }>(
        `WITH moved AS (UPDATE relay_marks SET mark = $2),
              again AS (UPDATE outbox SET sent_at = NULL, sent_mark = NULL, attempt = attempt + 1
                        WHERE sent_mark > $1 AND sent_at > now() - interval '24 hours' RETURNING 1)
         SELECT count(*) AS n FROM again`,
        [seen ?? 0, next],
      );
      return Number(rows[0]?.n ?? 0);
    });
    this.mark = next;
    resentTotal.inc(again);
    log.warn({ rows: again, known: seen, expected: next - 1 }, 'the queue lost its memory; sending again');
    if (!(await this.marks.advance(seen, next))) {
      this.mark = undefined;
      throw new ForgottenMeanwhile('Redis was wiped again');
    }
    return next;
  }

  /** Rows of a newer release, written while this older relay still leads: its successor will know them. */
  private async postpone(ids: readonly string[]): Promise<void> {
    log.error({ ids }, 'outbox rows for queues that this release does not know, put off for a minute');
    await this.connection.query(`UPDATE outbox SET not_before = now() + interval '1 minute' WHERE id = ANY($1)`, [ids]);
  }
}
