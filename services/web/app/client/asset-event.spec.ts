import { describe, expect, it } from '@jest/globals';
import { parseAssetEvent, withAssetEvent } from './asset-event.ts';

const asset = { id: 'a', filename: 'bow.mp4', state: 'checking', reason: null, progress: { stage: 'checking', done: 4, total: 12, ahead: 0 } };
const event = (more: object) => ({ assetId: 'a', state: 'checking', reason: null, progress: null, at: '', ...more });

describe('live news of a video', () => {
  it('should read what it knows, and let the rest pass', () => {
    expect(parseAssetEvent('{"assetId":"a","state":"ready","at":"2026-01-01T00:00:00Z"}')).toEqual({ assetId: 'a', state: 'ready', reason: null, progress: null, at: '2026-01-01T00:00:00Z' });
    for (const data of ['', 'null', '{}', '{"assetId":1}', '[]', 'no json']) expect(parseAssetEvent(data)).toBeNull();
  });

  it('should move the progress, and forget it with the state that it was of', () => {
    expect(withAssetEvent(asset, event({ progress: { stage: 'checking', done: 8, total: 12, ahead: 0 } })).progress?.done).toBe(8);
    expect(withAssetEvent(asset, event({})).progress?.done).toBe(4);
    expect(withAssetEvent(asset, event({ state: 'scanning' }))).toMatchObject({ filename: 'bow.mp4', state: 'scanning', progress: null });
  });
});
