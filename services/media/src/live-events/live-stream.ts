import { setTimeout as sleep } from 'node:timers/promises';
import type { AssetFeed, FeedItem } from './asset-feed.repository.js';
import type { WakeUps } from './wake-ups.js';

export interface StreamOptions {
  readonly ownerId: string;
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

/** Server-sent events as text, until the signal aborts or the person's session has ended. */
export async function* liveStream(feed: AssetFeed, wakeUps: WakeUps, options: StreamOptions): AsyncGenerator<string> {
  let woken = false;
  let wake: () => void = () => undefined;
  const end = wakeUps.subscribe(options.ownerId, () => {
    woken = true;
    wake();
  });
  const isWoken = (): boolean => woken;
  const shown = new Map<string, number>();
  const recheckMs = options.recheckMs ?? RECHECK;
  let checked = performance.now();
  const allowed = async (): Promise<boolean> => {
    if (performance.now() - checked < recheckMs) return true;
    const answer = await options.stillAllowed();
    checked = performance.now();
    return answer;
  };
  try {
    let seq = options.after ?? (await feed.lastSeq(options.ownerId));
    // Tells the client at once that it is connected, and proxies that the answer has begun.
    yield 'retry: 2000\n: connected\n\n';
    while (!options.signal.aborted) {
      if (!(await allowed())) return;
      woken = false;
      const lines = await feed.since(options.ownerId, seq, BATCH);
      for (const line of lines) {
        seq = line.seq ?? seq;
        yield format(line, seq);
      }
      if (lines.length === BATCH) continue;
      for (const line of await feed.progress(options.ownerId)) if (isNews(shown, line)) yield format(line, seq);
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

function isNews(shown: Map<string, number>, line: FeedItem): boolean {
  const done = line.progress?.done ?? 0;
  const key = `${line.assetId} ${line.state}`;
  if (done === 0 || shown.get(key) === done) return false;
  shown.set(key, done);
  return true;
}

/** Progress repeats the id of the last state: who resumes, resumes there. */
function format({ assetId, state, reason, progress, at }: FeedItem, id: string): string {
  const data = JSON.stringify({ assetId, state, reason, progress, at: at.toISOString() });
  return `event: asset\nid: ${id}\ndata: ${data}\n\n`;
}
