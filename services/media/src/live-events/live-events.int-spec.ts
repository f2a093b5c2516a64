import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import { liveStream } from '@practika/http';
import { Listener, type TestClient } from '@practika/testing';
import { openMediaApi, type MediaApiFixture } from '../testing/media-fixture.js';
import { assetStream } from './asset-stream.js';
import { TypeormAssetFeed } from './typeorm-asset-feed.repository.js';

// Real here: PostgreSQL with its notifications, Redis.
interface Told { assetId: string; state: string; progress: { done: number } | null }

describe('live events', () => {
  let f: MediaApiFixture;
  let origin: string;
  beforeAll(async () => {
    f = await openMediaApi();
    origin = `http://127.0.0.1:${f.api.port}`;
  });
  afterAll(() => f.close());

  const listen = (client: TestClient, lastId?: string): Promise<Listener<Told>> => new Listener<Told>().listen(`${origin}/api/media/v1/events`, {
    cookie: `practika_session=${client.cookies.get('practika_session') ?? ''}`, ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
  });
  const states = async (listener: Listener<Told>, count: number): Promise<string[]> => (await listener.heard(count)).map((l) => l.data.state);

  it("should tell at once what happens to one's own assets, and nothing of others'", async () => {
    const client = await f.signedIn();
    const listener = await listen(client);
    expect(listener.contentType).toMatch(/^text\/event-stream/);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await f.rows.uploaded();
    const { id } = await f.rows.ready(client.userId);
    expect(await states(listener, 7)).toEqual(['created', 'uploading', 'uploaded', 'checking', 'scanning', 'processing', 'ready']);
    expect(new Set(listener.lines.map((l) => l.data.assetId))).toEqual(new Set([id]));
    listener.close();
  });

  it('should resume after the last event that was seen, without a gap or a repetition', async () => {
    const client = await f.signedIn();
    const first = await listen(client);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { id } = await f.rows.scanning(client.userId);
    await states(first, 5);
    first.close();
    const claimed = await f.rows.claim(id, 'scanning');
    await f.rows.assets.quarantined(claimed, { code: 'malware', text: 'Found.' }, null, claimed.object);
    const second = await listen(client, first.lines[2]?.id ?? '');
    expect(await states(second, 3)).toEqual(['checking', 'scanning', 'quarantined']);
    second.close();
  });

  it('should show progress without moving the point to resume at', async () => {
    const client = await f.signedIn();
    const { id } = await f.rows.scanning(client.userId);
    const claimed = await f.rows.claim(id, 'scanning');
    const listener = await listen(client);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await f.rows.assets.heartbeat(claimed, 60, { done: 500, total: 1_000 });
    await states(listener, 1);
    const last = (await f.rows.dataSource.query<{ seq: string }[]>('SELECT max(seq)::text AS seq FROM asset_history WHERE asset_id = $1', [id]))[0]?.seq;
    expect(listener.lines).toEqual([{ event: 'asset', id: last, data: expect.objectContaining({ state: 'scanning', progress: expect.objectContaining({ done: 500 }) }) }]);
    listener.close();
  });

  it('[M11] should end when the session has ended', async () => {
    const feed = new TypeormAssetFeed(f.rows.dataSource);
    let allowed = true;
    const heard: string[] = [];
    const stream = liveStream(assetStream(feed, uuidv7()), { subscribe: () => () => undefined }, { after: null, signal: new AbortController().signal, stillAllowed: async () => allowed, recheckMs: 20, pollMs: 10 });
    for await (const text of stream) {
      heard.push(text);
      if (heard.length === 5) allowed = false;
      expect(heard.length).toBeLessThan(20);
    }
    expect(heard.slice(1).every((text) => text.startsWith(':'))).toBe(true);
  });

  it('[M11] should end within a second or so of a sign-out, and say nothing more', async () => {
    const client = await f.signedIn();
    const listener = await listen(client);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await f.revoke(client);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(listener.ended).toBe(true);
    await f.rows.uploaded(client.userId);
    expect(listener.lines).toEqual([]);
  });

  it('should ask for a session', async () => {
    const stranger = await f.signedIn();
    await f.revoke(stranger);
    expect((await stranger.get('/api/media/v1/events')).status).toBe(401);
  });
});
