import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { S3BucketSettings, S3ObjectStore } from '@practika/object-store';
import { backends } from '@practika/testing';
import type { ClaimedAsset } from '../assets/asset.repository.js';
import { FfprobeMediaProbe } from '../container/ffprobe.media-probe.js';
import { box, EICAR, makeVideo } from '../testing/sample-videos.js';
import { FakeAssets } from '../testing/fake-assets.js';
import { ChecksumService } from './checksum.service.js';

// Real here: the S3 endpoint, ffprobe, the file system. The repository is a fake that notes what it is told.
const connection = { endpoint: backends.s3.endpoint, publicEndpoint: backends.s3.endpoint, region: 'us-east-1', forcePathStyle: true };
const keys = { accessKeyId: backends.s3.adminAccessKey, secretAccessKey: backends.s3.adminSecretKey };
const bucket = `checksum-${randomUUID().slice(0, 8)}`;
const store = new S3ObjectStore(connection, keys);
const sha256 = (b: Buffer) => createHash('sha256').update(b).digest('hex');
let root: string;

async function check(file: Buffer, declared: Partial<ClaimedAsset> = {}) {
  const key = `u/${randomUUID()}/0`;
  const { versionId } = await store.put({ bucket, key }, { body: file, size: file.length, contentType: 'video/mp4' });
  const assets = new FakeAssets({ object: { bucket, key, versionId }, declaredSize: file.length, ...declared });
  await new ChecksumService(assets, store, new FfprobeMediaProbe('ffprobe'), root).check(assets.asset.id, 0, AbortSignal.timeout(50_000));
  return assets.last;
}
const rejected = (code: string) => ({ what: 'rejected', reason: { code, text: expect.stringMatching(/^[A-Z].*\.$/) } });
const checked = (facts: object) => ({ what: 'checked', facts: expect.objectContaining(facts) });

describe('checking an upload', () => {
  let mp4: Buffer;
  let webm: Buffer;
  let mov: Buffer;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'checksum-spec-'));
    const settings = new S3BucketSettings(connection, keys);
    await settings.create(bucket);
    await settings.versioning(bucket);
    mp4 = makeVideo('mp4');
    webm = makeVideo('webm');
    mov = makeVideo('mov');
  });
  afterAll(async () => {
    store.close();
    await rm(root, { recursive: true, force: true });
  });

  it('[M3] [file-upload-security.file-integrity] should state SHA-256, size, container, duration, picture and rate of an MP4 whose index is at the end', async () => {
    expect(mp4.indexOf('moov')).toBeGreaterThan(mp4.indexOf('mdat'));
    expect(await check(mp4)).toEqual(checked({ sha256: sha256(mp4), size: mp4.length, detectedContainer: 'video/mp4', width: 320, height: 180, frameRate: 25 }));
    expect(await check(mp4)).toEqual(checked({ durationMs: expect.closeTo(1_000, -2) }));
  });

  it('should accept fast-start, fragmented and rotated MP4', async () => {
    expect(await check(makeVideo('mp4', ['-movflags', '+faststart']))).toEqual(checked({ width: 320 }));
    expect(await check(makeVideo('mp4', ['-movflags', '+frag_keyframe+empty_moov']))).toEqual(checked({ width: 320 }));
    // The version of ffmpeg decides how a rotation is written, so it is patched in: the matrix of a quarter turn.
    const turned = Buffer.from(mp4);
    const upright = Buffer.from('000100000000000000000000000000000001000000000000000000000000000040000000', 'hex');
    const quarter = Buffer.from('000000000001000000000000ffff0000000000000000000000b400000000000040000000', 'hex');
    quarter.copy(turned, turned.indexOf(upright, turned.indexOf('tkhd')));
    expect(await check(turned)).toEqual(checked({ width: 180, height: 320 }));
  });

  it('should accept WebM and QuickTime under their own names', async () => {
    expect(await check(webm, { declaredContentType: 'video/webm;codecs="vp8,opus"' })).toEqual(checked({ detectedContainer: 'video/webm', durationMs: expect.any(Number) }));
    expect(await check(mov, { declaredContentType: 'video/quicktime' })).toEqual(checked({ detectedContainer: 'video/quicktime' }));
  });

  it('should find the duration of a WebM that does not say it, as browsers record it', async () => {
    const live = makeVideo('webm', ['-f', 'webm', '-live', '1']);
    expect(await check(live, { declaredContentType: 'video/webm' })).toEqual(checked({ durationMs: expect.closeTo(960, -2) }));
  });

  it('[M3] should reject another SHA-256 than declared and accept the declared one in either case', async () => {
    expect(await check(mp4, { declaredSha256: sha256(Buffer.from('x')) })).toEqual(rejected('digest-mismatch'));
    expect(await check(mp4, { declaredSha256: sha256(mp4).toUpperCase() })).toEqual(checked({ sha256: sha256(mp4) }));
  });

  it('[M8] should reject other bytes than those that were released from quarantine', async () => {
    expect(await check(mp4, { releasedFromQuarantine: true, sha256: sha256(webm) })).toEqual(rejected('digest-mismatch'));
  });

  const hostile: readonly [string, () => Buffer, Partial<ClaimedAsset>, string][] = [
    ['an empty file', () => Buffer.alloc(0), { declaredSize: 1 }, 'file-empty'],
    ['another size than declared', () => mp4, { declaredSize: 17 }, 'size-mismatch'],
    ['text named .mp4', () => Buffer.from('just text'), {}, 'type-mismatch'],
    ['random bytes', () => randomBytes(10_000), {}, 'type-mismatch'],
    ['a WebM declared as MP4', () => webm, {}, 'type-mismatch'],
    ['an MP4 declared as WebM', () => mp4, { declaredContentType: 'video/webm' }, 'type-mismatch'],
    ['a QuickTime declared as MP4', () => mov, {}, 'type-mismatch'],
    ['an MP4 declared as QuickTime', () => mp4, { declaredContentType: 'video/quicktime' }, 'type-mismatch'],
    ['a PNG typed as video', () => Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001', 'hex'), {}, 'type-mismatch'],
    ['the EICAR file', () => EICAR, {}, 'type-mismatch'],
    ['a playlist', () => Buffer.from('#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/x.ts\n'), {}, 'type-mismatch'],
    ['an MP4 cut off in the middle', () => mp4.subarray(0, mp4.length / 2), {}, 'file-truncated'],
    ['an MP4 cut off by one byte', () => mp4.subarray(0, -1), {}, 'file-truncated'],
    ['an MP4 that is only its first box', () => mp4.subarray(0, mp4.readUInt32BE(0)), {}, 'file-unreadable'],
    ['an MP4 followed by a ZIP', () => Buffer.concat([mp4, Buffer.from('504b0304140000000800000000000000', 'hex')]), {}, 'file-unreadable'],
    ['a WebM cut off in the middle', () => webm.subarray(0, webm.length / 2), { declaredContentType: 'video/webm' }, 'file-truncated'],
    ['a WebM followed by a ZIP', () => Buffer.concat([webm, Buffer.from('504b0304140000000800000000000000', 'hex')]), { declaredContentType: 'video/webm' }, 'file-unreadable'],
    ['an MP4 with an index of rubbish', () => Buffer.concat([box('ftyp', Buffer.from('isom\0\0\x02\0isommp41', 'latin1')), box('moov', Buffer.alloc(5_000, 0x41))]), {}, 'not-a-video'],
    ['an MP4 with an index of 40 MiB', () => Buffer.concat([box('ftyp', Buffer.from('isom\0\0\x02\0isommp41', 'latin1')), box('moov', Buffer.alloc(40 * 1024 * 1024))]), {}, 'file-too-complex'],
    ['sound without a picture', () => makeVideo('mp4', ['-map', '0:a'], ['-f', 'lavfi', '-i', 'sine=duration=1']), {}, 'not-a-video'],
    ['a picture as wide as a bomb', () => makeVideo('mp4', [], ['-f', 'lavfi', '-i', 'testsrc=size=8208x16:rate=1:duration=1']), {}, 'file-too-complex'],
    ['forty tracks', () => makeVideo('mp4', [...Array.from({ length: 40 }, () => ['-map', '0:v']).flat(), '-c:v', 'mpeg4'], ['-f', 'lavfi', '-i', 'testsrc=size=16x16:rate=1:duration=1']), {}, 'file-too-complex'],
  ];
  it.each(hostile)('[M2] [file-upload-security.mime-type-validation] should reject %s in words', async (_, file, declared, code) => {
    expect(await check(file(), declared)).toEqual(rejected(code));
  });

  it('should reject an upload whose object is gone', async () => {
    const assets = new FakeAssets({ object: { bucket, key: 'u/none', versionId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, declaredSize: 5 });
    await new ChecksumService(assets, store, new FfprobeMediaProbe('ffprobe'), root).check(assets.asset.id, 0, AbortSignal.timeout(5_000));
    expect(assets.last).toEqual(rejected('object-missing'));
  });

  it('[M7] should read the version that was completed, not what the key holds now', async () => {
    const key = `u/${randomUUID()}/0`;
    const first = await store.put({ bucket, key }, { body: mp4, size: mp4.length, contentType: 'video/mp4' });
    await store.put({ bucket, key }, { body: webm, size: webm.length, contentType: 'video/mp4' });
    const assets = new FakeAssets({ object: { bucket, key, versionId: first.versionId }, declaredSize: mp4.length });
    await new ChecksumService(assets, store, new FfprobeMediaProbe('ffprobe'), root).check(assets.asset.id, 0, AbortSignal.timeout(5_000));
    expect(assets.last).toEqual(checked({ sha256: sha256(mp4) }));
  });

  it('[M12] should say nothing of an asset of another attempt, and give the lease back when it is stopped', async () => {
    const { versionId } = await store.put({ bucket, key: 'u/stop' }, { body: mp4, size: mp4.length, contentType: 'video/mp4' });
    const assets = new FakeAssets({ object: { bucket, key: 'u/stop', versionId }, declaredSize: mp4.length });
    const service = new ChecksumService(assets, store, new FfprobeMediaProbe('ffprobe'), root);
    await service.check(assets.asset.id, 1, AbortSignal.timeout(5_000));
    expect(assets.said).toEqual([]);
    await expect(service.check(assets.asset.id, 0, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    expect(assets.said).toEqual([{ what: 'released' }]);
  });

  it('should leave no file behind', async () => {
    expect(await readdir(root)).toEqual([]);
  });
});
