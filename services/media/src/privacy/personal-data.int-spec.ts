import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { personalTableGaps, uuidv7 } from '@practika/database';
import { MediaRows } from '../testing/media-fixture.js';
import { MEDIA_TABLES } from './personal-tables.js';
import { TypeormPersonalDataStore } from './typeorm-personal-data.repository.js';

// Real here: PostgreSQL.
describe('personal data', () => {
  let rows: MediaRows;
  let store: TypeormPersonalDataStore;
  beforeAll(async () => {
    rows = await MediaRows.open();
    store = new TypeormPersonalDataStore(rows.dataSource, rows.transitions);
  });
  afterAll(() => rows.close());

  const total = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);

  it('[C12] should name the person in every table, or say why there is none', async () => {
    expect(await personalTableGaps(rows.dataSource, MEDIA_TABLES)).toEqual([]);
  });

  it('[C12] should count and collect the same rows, and show no position in the store', async () => {
    const { ownerId } = await rows.ready();
    await rows.quarantined(ownerId);
    const counts = await store.count(ownerId);
    const collected: Record<string, number> = {};
    for await (const { table, row } of store.collect(ownerId)) {
      collected[table] = (collected[table] ?? 0) + 1;
      expect(JSON.stringify(row)).not.toMatch(/bucket|store_upload_id|lease|object_key/);
    }
    expect(collected).toEqual(Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0)));
    expect(counts).toMatchObject({ assets: 2, uploads: 2, renditions: 2, verdicts: 2 });
  });

  it('[C9] should leave nothing once the objects are gone, and touch nobody else', async () => {
    const [leaving, staying] = [await rows.ready(), await rows.ready()];
    await rows.uploaded(leaving.ownerId);
    const before = await store.count(staying.ownerId);
    await store.erase(leaving.ownerId);
    for (const { id } of await rows.dataSource.query<{ id: string }[]>('SELECT id FROM assets WHERE owner_id = $1', [leaving.ownerId])) {
      expect((await rows.jobs(id)).at(-1)).toMatchObject({ queue: 'media-delete', what: 'everything' });
      await rows.assets.deleted(id);
    }
    await store.erase(leaving.ownerId);
    expect(total(await store.count(leaving.ownerId))).toBe(0);
    expect(total(await store.erase(leaving.ownerId))).toBe(0);
    expect(await store.count(staying.ownerId)).toEqual(before);
    expect(total(await store.erase(uuidv7()))).toBe(0);
  });
});
