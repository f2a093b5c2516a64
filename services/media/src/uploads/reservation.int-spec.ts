import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '@practika/database';
import type { Principal } from '@practika/identity';
import { unavailable } from '@practika/problems';
import { MediaSettings } from '../media-settings.js';
import type { UploaderStore } from '../store/stores.js';
import { MediaRows, SwitchedGate } from '../testing/media-fixture.js';
import { UploadsService } from './uploads.service.js';

// Real here: PostgreSQL. The store is one that is down at first.
describe('[M14] beginning uploads while the store is down', () => {
  let rows: MediaRows;
  beforeAll(async () => { rows = await MediaRows.open(); });
  afterAll(() => rows.close());

  it('should not keep the room of an upload that could not begin, and begin it by the same call later', async () => {
    let down = true;
    const store: Partial<UploaderStore> = { createMultipart: () => (down ? Promise.reject(unavailable('The object store')) : Promise.resolve('store-id')) };
    const settings = new MediaSettings({ uploads: 'uploads', media: 'media', quarantine: 'quarantine' }, { bytes: 1_000, assets: 2 });
    const service = new UploadsService(rows.uploads, store as UploaderStore, new SwitchedGate(), settings);
    const caller: Principal = { kind: 'session', userId: uuidv7(), role: 'student', leaving: false, sessionId: uuidv7(), authenticatedAt: 0 };
    const file = { filename: 'a.mp4', size: 800, contentType: 'video/mp4' };
    const id = uuidv7();
    await expect(service.create(caller, id, file)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(service.create(caller, uuidv7(), file)).rejects.toMatchObject({ code: 'unavailable' });
    down = false;
    const begun = await service.create(caller, id, file);
    expect(begun).toMatchObject({ uploadId: id, partCount: 1 });
    expect(await rows.row(begun.assetId)).toMatchObject({ state: 'uploading' });
    await expect(service.create(caller, uuidv7(), file)).rejects.toMatchObject({ code: 'quota-exceeded' });
  });
});
