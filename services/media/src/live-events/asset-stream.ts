import type { LiveFeed, LiveLine } from '@practika/http';
import type { AssetFeed, FeedItem } from './asset-feed.repository.js';

/** One person's assets, for one stream: what it has shown of progress it does not show again. */
export function assetStream(feed: AssetFeed, ownerId: string): LiveFeed {
  const shown = new Map<string, number>();
  return {
    topic: ownerId,
    last: () => feed.lastSeq(ownerId),
    since: async (seq, limit) => (await feed.since(ownerId, seq, limit)).map(lineOf),
    passing: async () => (await feed.progress(ownerId)).filter((item) => isNews(shown, item)).map(lineOf),
  };
}

function isNews(shown: Map<string, number>, item: FeedItem): boolean {
  const done = item.progress?.done ?? 0;
  const key = `${item.assetId} ${item.state}`;
  if (done === 0 || shown.get(key) === done) return false;
  shown.set(key, done);
  return true;
}

/** Progress repeats the id of the last state: who resumes, resumes there. */
const lineOf = ({ seq, assetId, state, reason, progress, at }: FeedItem): LiveLine => ({ seq, event: 'asset', data: { assetId, state, reason, progress, at: at.toISOString() } });
