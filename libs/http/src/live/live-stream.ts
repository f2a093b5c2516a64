import { setTimeout as sleep } from 'node:timers/promises';
import type { WakeUps } from '@practika/database';

/** One server-sent event. */
export interface LiveLine {
  /** What a client resumes after; null for news that is no history, which repeats the number before it. */
  readonly seq: string | null;
  readonly event: string;
  readonly data: object;
}

/** What one stream tells. Numbers grow in the order of commits, so that a reader can resume at one. */
export interface LiveFeed {
  /** What WakeUps names it by. */
  readonly topic: string;
  last(): Promise<string>;
  /** Up to `limit` lines after `seq`; null when the person may not listen (any more). */
  since(seq: string, limit: number): Promise<readonly LiveLine[] | null>;
  /** News that is no history. */
  passing?(): Promise<readonly LiveLine[]>;
}

export interface LiveStreamOptions {
  /** The last number the client has seen; null begins with what happens from now on. */
  readonly after: string | null;
  readonly signal: AbortSignal;
  /** Whether the person may still listen; asked every `recheckMs`, and nothing is sent on an older answer. */
  readonly stillAllowed: () => Promise<boolean>;
  readonly recheckMs?: number;
  /** A look without a wake-up, and the pace of the heartbeat comments. */
  readonly pollMs?: number;
}

const BATCH = 100;
/** A session that has ended has ended everywhere within a second. */
const RECHECK = 900;
const POLL = 5_000;

/** Server-sent events as text, until the signal aborts or the person may not listen any more. */
export async function* liveStream(feed: LiveFeed, wakeUps: WakeUps, options: LiveStreamOptions): AsyncGenerator<string> {
  let woken = false;
  let wake: () => void = () => undefined;
  const end = wakeUps.subscribe(feed.topic, () => {
    woken = true;
    wake();
  });
  const isWoken = (): boolean => woken;
  const recheckMs = options.recheckMs ?? RECHECK;
  let checked = performance.now();
  const allowed = async (): Promise<boolean> => {
    if (performance.now() - checked < recheckMs) return true;
    const answer = await options.stillAllowed();
    checked = performance.now();
    return answer;
  };
  try {
    let seq = options.after ?? (await feed.last());
    // Tells the client at once that it is connected, and proxies that the answer has begun.
    yield 'retry: 2000\n: connected\n\n';
    while (!options.signal.aborted) {
      if (!(await allowed())) return;
      woken = false;
      const lines = await feed.since(seq, BATCH);
      if (lines === null) return;
      for (const line of lines) {
        seq = line.seq ?? seq;
        yield format(line, seq);
      }
      if (lines.length === BATCH) continue;
      for (const line of (await feed.passing?.()) ?? []) yield format(line, seq);
      const nextLook = performance.now() + (options.pollMs ?? POLL);
      while (!woken && !options.signal.aborted && performance.now() < nextLook) {
        if (!(await allowed())) return;
        // It may have been woken while it asked.
        if (!isWoken()) await pause(Math.min(recheckMs, nextLook - performance.now()), options.signal, (resume) => { wake = resume; });
      }
      if (!woken) yield ': still here\n\n';
    }
  } finally {
    end();
  }
}

/** Until it is woken, the time is over or the stream ends. */
async function pause(ms: number, signal: AbortSignal, onWake: (resume: () => void) => void): Promise<void> {
  const over = new AbortController();
  const woken = new Promise<void>((resolve) => onWake(resolve));
  const timeout = sleep(Math.max(0, ms), undefined, { signal: AbortSignal.any([over.signal, signal]) }).catch(() => undefined);
  try {
    await Promise.race([woken, timeout]);
  } finally {
    over.abort();
  }
}

const format = ({ event, data }: LiveLine, id: string): string => `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
