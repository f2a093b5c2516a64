import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import { liveStream } from '@practika/http';
import type { TestClient } from '@practika/testing';
import { openMediaApi, type MediaApiFixture } from '../testing/media-fixture.js';
import { assetStream } from './asset-stream.js';
import { TypeormAssetFeed } from './typeorm-asset-feed.repository.js';

// Real here: PostgreSQL with its notifications, Redis.
interface Line { readonly id: string | null; readonly data: { assetId: string; state: string; progress: { done: number } | null } }

/** An EventSource in small. */
class Listener {
  readonly lines: Line[] = [];
  readonly abort = new AbortController();
  ended = false;
  contentType: string | null = null;

  async listen(origin: string, client: TestClient, lastId?: string): Promise<this> {
    const response = await fetch(`${origin}/api/media/v1/events`, {
      headers: { cookie: `practika_session=${client.cookies.get('practika_session') ?? ''}`, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) }, signal: this.abort.signal,
    });
    this.contentType = response.headers.get('content-type');
    void this.read(response).catch(() => undefined).finally(() => { this.ended = true; });
    return this;
  }

  async states(count: number): Promise<string[]> {
    for (let i = 0; i < 100 && this.lines.length < count; i += 1) await new Promise((resolve) => setTimeout(resolve, 30));
    return this.lines.map((l) => l.data.state);
  }

  private async read(response: Response): Promise<void> {
    let text = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data !== undefined && /^event: asset$/m.test(block)) this.lines.push({ id: /^id: (.*)$/m.exec(block)?.[1] ?? null, data: JSON.parse(data) as Line['data'] });
      }
    }
  }
}

describe('live events', () => {
  let f: MediaApiFixture;
  let origin: string;
  beforeAll(async () => {
    f = await openMediaApi();
    origin = `http://127.0.0.1:${f.api.port}`;
  });
  afterAll(() => f.close());

  it("should tell at once what happens to one's own assets, and nothing of others'", async () => {
    const client = await f.signedIn();
    const listener = await new Listener().listen(origin, client);
    expect(listener.contentType).toMatch(/^text\/event-stream/);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await f.rows.uploaded();
    const { id } = await f.rows.ready(client.userId);
    expect(await listener.states(7)).toEqual(['created', 'uploading', 'uploaded', 'checking', 'scanning', 'processing', 'ready']);
    expect(new Set(listener.lines.map((l) => l.data.assetId))).toEqual(new Set([id]));
    listener.abort.abort();
  });

  it('should resume after the last event that was seen, without a gap or a repetition', async () => {
    const client = await f.signedIn();
    const first = await new Listener().listen(origin, client);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { id } = await f.rows.scanning(client.userId);
    await first.states(5);
    first.abort.abort();
    const claimed = await f.rows.claim(id, 'scanning');
    await f.rows.assets.quarantined(claimed, { code: 'malware', text: 'Found.' }, null, claimed.object);
    const second = await new Listener().listen(origin, client, first.lines[2]?.id ?? '');
    expect(await second.states(3)).toEqual(['checking', 'scanning', 'quarantined']);
    second.abort.abort();
  });

  it('should show progress without moving the point to resume at', async () => {
    const client = await f.signedIn();
    const { id } = await f.rows.scanning(client.userId);
    const claimed = await f.rows.claim(id, 'scanning');
    const listener = await new Listener().listen(origin, client);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await f.rows.assets.heartbeat(claimed, 60, { done: 500, total: 1_000 });
    await listener.states(1);
    const last = (await f.rows.dataSource.query<{ seq: string }[]>('SELECT max(seq)::text AS seq FROM asset_history WHERE asset_id = $1', [id]))[0]?.seq;
    expect(listener.lines).toEqual([{ id: last, data: expect.objectContaining({ state: 'scanning', progress: expect.objectContaining({ done: 500 }) }) }]);
    listener.abort.abort();
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
    const listener = await new Listener().listen(origin, client);
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
