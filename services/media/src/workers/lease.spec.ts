import { describe, expect, it } from '@jest/globals';
import { JobTimeoutError, WorkerStopping } from '@practika/jobs';
import { ObjectStoreError } from '@practika/object-store';
import { unavailable } from '@practika/problems';
import { FakeAssets } from '../testing/fake-assets.js';
import { whileHeld } from './lease.js';
import { ProcessTimeout } from './limited-process.js';

const asset = () => new FakeAssets({ object: { bucket: 'b', key: 'k', versionId: 'v' } });
const running = new AbortController().signal;
const ended = (why: Error) => {
  const job = new AbortController();
  job.abort(why);
  return job.signal;
};

describe('work under a lease', () => {
  it.each([
    ['a program that hung over it', running, new ProcessTimeout('ffmpeg')],
    ['bytes that are not the scanned ones', running, new ObjectStoreError('digest-mismatch', 'x')],
    ['an object that is gone', running, new ObjectStoreError('missing', 'x')],
    ['a job that took longer than its queue allows', ended(new JobTimeoutError('x')), new Error('whatever the work made of it')],
  ])('[M12] should count %s, since trying it again for ever would leave the video where it is', async (_, job, error) => {
    const assets = asset();
    await expect(whileHeld(assets, assets.asset, job, () => Promise.reject(error))).resolves.toBe(true);
    expect(assets.said).toEqual([{ what: 'stumbled' }]);
  });

  it.each([
    ['a store that is down', running, unavailable('The object store')],
    ['a set-up that is wrong', running, new ObjectStoreError('denied', 'x')],
    ['the end of this process', ended(new WorkerStopping('x')), new WorkerStopping('x')],
  ])('should not count %s, and have it tried again', async (_, job, error) => {
    const assets = asset();
    await expect(whileHeld(assets, assets.asset, job, () => Promise.reject(error))).rejects.toBe(error);
    expect(assets.said).toEqual([{ what: 'released' }]);
  });
});
