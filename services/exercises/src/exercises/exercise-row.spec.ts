import { describe, expect, it } from '@jest/globals';
import type { TextRow } from '@practika/database';
import type { ShownAsset } from '../videos/video.js';
import { exerciseView } from './exercises.dto.js';
import { exerciseOf, holesOf, jsonOf, viewOf } from './exercise-row.js';

const id = '01900000-0000-7000-8000-000000000001';
const owner = '01900000-0000-7000-8000-000000000002';
const asset = '01900000-0000-7000-8000-000000000003';
const nothing = { names: new Map<string, string>(), assets: new Map<string, ShownAsset>() };

const youtube: TextRow = [id, 'A "quoted" \\ name\u2028', 'Line\nbreak', null, 'dQw4w9WgXcQ', 'private', owner, '7', '2026-11-24 15:04:05.6+00', '2026-11-24 15:04:05+00', null, 'Ann "A" 🎾', 'f', null, '3', null, null];
const video: TextRow = [id, 'Serve', null, asset, null, 'organisation', owner, '0', '2026-11-24 15:04:05.678+00', '2026-12-01 00:00:00.05+00', '2026-12-02 00:00:00+00', null, null, null, '1', id, null];
const timed: TextRow = [...video.slice(0, 13), 'ready', '1', id, '61500'];

describe('exercise rows', () => {
  it.each([['a YouTube link', youtube], ['an asset without name or state', video], ['an asset that is known', timed]])('should write %s as text exactly as the view says', (_, row) => {
    expect(JSON.parse(jsonOf(row, nothing))).toEqual(viewOf(exerciseOf(row)));
    expect(exerciseView.safeParse(viewOf(exerciseOf(row))).success).toBe(true);
  });

  it('should give times three digits and Z', () => {
    expect(viewOf(exerciseOf(video))).toMatchObject({ createdAt: '2026-11-24T15:04:05.678Z', updatedAt: '2026-12-01T00:00:00.050Z', deletedAt: '2026-12-02T00:00:00.000Z' });
  });

  it('should say which names and states are missing, and use those that were found', () => {
    expect(holesOf([youtube, video])).toEqual({ people: [owner], assets: [asset] });
    const found = { names: new Map([[owner, 'Bo']]), assets: new Map([[asset, { state: 'ready', durationMs: 1_500 }]]) };
    expect(JSON.parse(jsonOf(video, found))).toMatchObject({ owner: { displayName: 'Bo' }, video: { state: 'ready', durationMs: 1_500 } });
    expect(JSON.parse(jsonOf(timed, nothing))).toMatchObject({ video: { state: 'ready', durationMs: 61_500 } });
  });
});
