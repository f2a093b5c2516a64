import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unavailable } from '@practika/problems';
import { ConsentGate, type GateAnswer, type Permit, type Permitted } from '../consent/consent-gate.js';
import { FfprobeMediaProbe } from '../container/ffprobe.media-probe.js';
import { FakeAssets } from '../testing/fake-assets.js';
import { makeVideo, probeOf } from '../testing/sample-videos.js';
import { createTestBuckets, type TestBuckets } from '../testing/test-buckets.js';
import { FfmpegTranscoder } from './ffmpeg.transcoder.js';
import { ProcessingService } from './processing.service.js';

// Real here: the S3 endpoint with the processor's own identity, ffmpeg and ffprobe. Repository and consent are scripted.
const sha256 = (b: Buffer) => createHash('sha256').update(b).digest('hex');

class ScriptedConsent extends ConsentGate {
  constructor(private readonly start: boolean | 'down', private readonly commit: boolean | 'down') { super(); }
  async check(): Promise<GateAnswer> {
    if (this.start === 'down') throw unavailable('The consent service');
    return { allow: this.start, epoch: 1, recordId: null };
  }
  async withPermit<T>(_: string, __: 'video_processing', commit: (permit: Permit) => Promise<T>): Promise<Permitted<T>> {
    if (this.commit === 'down') throw unavailable('The consent service');
    return this.commit ? { granted: true, value: await commit({ permitId: 'permit', epoch: 1, recordId: 'record' }) } : { granted: false };
  }
}

describe('processing a clean video', () => {
  let t: TestBuckets;
  let root: string;

  beforeAll(async () => {
    t = await createTestBuckets();
    root = await mkdtemp(join(tmpdir(), 'processing-spec-'));
  });
  afterAll(async () => {
    t?.close();
    expect(await readdir(root)).toEqual([]);
    await rm(root, { recursive: true, force: true });
  });

  async function process(file: Buffer, type: string, options: { consent?: ConsentGate; fenced?: boolean; sha256?: string } = {}) {
    const [id, ownerId] = [randomUUID(), randomUUID()];
    const place = { bucket: t.buckets.media, key: `c/${ownerId}/${id}/${sha256(file)}` };
    const { versionId } = await t.owner.put(place, { body: file, size: file.length, contentType: type });
    const assets = new FakeAssets({ id, ownerId, object: { ...place, versionId }, declaredContentType: type, declaredSize: file.length, sha256: options.sha256 ?? sha256(file) });
    assets.fenced = options.fenced ?? false;
    const transcoder = new FfmpegTranscoder('ffmpeg', new FfprobeMediaProbe('ffprobe'));
    const service = new ProcessingService(assets, t.as('PROCESS'), transcoder, options.consent ?? new ScriptedConsent(true, true), t.buckets, root);
    const run = service.process(id, 0, AbortSignal.timeout(50_000));
    const renditions = async () => {
      const files: Record<string, Buffer> = {};
      for await (const v of t.owner.versions(t.buckets.media, `r/${ownerId}/${id}/`)) {
        const pieces: Buffer[] = [];
        for await (const chunk of (await t.owner.read(v)).chunks) pieces.push(chunk);
        files[v.key.split('/').at(-1) ?? ''] = Buffer.concat(pieces);
      }
      return files;
    };
    return { assets, run, renditions };
  }

  const PLACE = '+52.5200+013.4050/';
  const personal = ['-metadata', `location=${PLACE}`, '-metadata', `com.apple.quicktime.location.ISO6709=${PLACE}`, '-metadata', 'com.apple.quicktime.make=SecretPhone', '-metadata', 'artist=Erika', '-metadata', 'title=At home',
    '-metadata', 'comment=private', '-metadata', 'creation_time=2026-11-01T10:00:00Z', '-metadata:s:v:0', 'handler_name=SecretCamera', '-metadata:s:v:0', 'creation_time=2026-11-01T10:00:00Z'];

  it.each([
    ['mp4', 'video/mp4', [...personal, '-movflags', '+use_metadata_tags'], 'video/mp4'],
    ['mov', 'video/quicktime', [...personal, '-movflags', '+use_metadata_tags'], 'video/mp4'],
    ['webm', 'video/webm', personal, 'video/webm'],
  ] as const)('[M10] should make of a %s the same streams without place, device, names and times, and a bare picture', async (extension, type, output, made) => {
    const original = makeVideo(extension, output);
    expect(original.includes('+52.5200')).toBe(true);
    const { assets, run, renditions } = await process(original, type);
    await run;
    const files = await renditions();
    expect(Object.keys(files).sort()).toEqual(['poster', 'web']);
    const web = files['web'] as Buffer;
    const poster = files['poster'] as Buffer;
    expect(assets.last).toEqual({
      what: 'processed', permitId: 'permit', renditions: [
        { name: 'web', contentType: made, size: web.length, sha256: sha256(web), object: expect.objectContaining({ bucket: t.buckets.media }) },
        { name: 'poster', contentType: 'image/jpeg', size: poster.length, sha256: sha256(poster), object: expect.anything() },
      ],
    });
    for (const secret of ['+52.5200', 'Erika', 'At home', 'private', 'SecretPhone', 'SecretCamera', 'Lavf5']) {
      expect([secret, web.includes(secret), poster.includes(secret)]).toEqual([secret, false, false]);
    }
    expect(probeOf(web, ['-show_entries', 'format_tags:stream_tags', '-of', 'json'])).not.toMatch(/location|creation_time|artist|title|comment|2026-11/i);
    const streams = ['-show_entries', 'stream=codec_name,width,height,nb_read_packets', '-count_packets', '-of', 'csv=p=0'];
    expect(probeOf(web, streams)).toBe(probeOf(original, streams));
    expect(probeOf(poster, ['-show_entries', 'stream=codec_name,width,height', '-of', 'csv=p=0']).trim()).toBe('mjpeg,320,180');
    expect(poster.includes('Exif')).toBe(false);
  });

  it('[M10] should put the index of an MP4 first', async () => {
    const original = makeVideo('mp4');
    const { run, renditions } = await process(original, 'video/mp4');
    await run;
    const web = (await renditions())['web'] as Buffer;
    expect(web.indexOf('moov')).toBeLessThan(web.indexOf('mdat'));
  });

  it('[M10] should give a recorded WebM the duration that it lacks, keep a rotation, and make the sound of a QuickTime playable', async () => {
    const live = makeVideo('webm', ['-f', 'webm', '-live', '1']);
    const first = await process(live, 'video/webm');
    await first.run;
    expect(Number(probeOf((await first.renditions())['web'] as Buffer, ['-show_entries', 'format=duration', '-of', 'csv=p=0']))).toBeCloseTo(1, 0);

    const turned = makeVideo('mp4');
    const upright = Buffer.from('000100000000000000000000000000000001000000000000000000000000000040000000', 'hex');
    Buffer.from('000000000001000000000000ffff0000000000000000000000b400000000000040000000', 'hex').copy(turned, turned.indexOf(upright, turned.indexOf('tkhd')));
    const second = await process(turned, 'video/mp4');
    await second.run;
    const files = await second.renditions();
    expect(probeOf(files['web'] as Buffer, ['-show_entries', 'stream_side_data=rotation', '-of', 'csv=p=0'])).toMatch(/-?90/);
    expect(probeOf(files['poster'] as Buffer, ['-show_entries', 'stream=width,height', '-of', 'csv=p=0']).trim()).toBe('180,320');

    const pcm = await process(makeVideo('mov', ['-c:a', 'pcm_s16le']), 'video/quicktime');
    await pcm.run;
    expect(probeOf((await pcm.renditions())['web'] as Buffer, ['-show_entries', 'stream=codec_name', '-of', 'csv=p=0'])).toMatch(/h264\s+aac/);
  });

  it('[C3] should hold a video without consent before it makes anything, and with consent withdrawn at the commit delete what it made', async () => {
    const before = await process(makeVideo('mp4'), 'video/mp4', { consent: new ScriptedConsent(false, true) });
    await before.run;
    expect(before.assets.said).toEqual([{ what: 'held' }]);
    const at = await process(makeVideo('mp4'), 'video/mp4', { consent: new ScriptedConsent(true, false) });
    await at.run;
    expect(at.assets.said).toEqual([{ what: 'held' }]);
    for (const run of [before, at]) expect(await run.renditions()).toEqual({});
  });

  it('[C3] should process nothing while consent cannot be asked, and leave nothing behind', async () => {
    for (const consent of [new ScriptedConsent('down', true), new ScriptedConsent(true, 'down')]) {
      const { assets, run, renditions } = await process(makeVideo('mp4'), 'video/mp4', { consent });
      await expect(run).rejects.toMatchObject({ code: 'unavailable' });
      expect(assets.said).toEqual([{ what: 'released' }]);
      expect(await renditions()).toEqual({});
    }
  });

  it('[M12] should delete what it made when somebody else has the asset by now', async () => {
    const { assets, run, renditions } = await process(makeVideo('mp4'), 'video/mp4', { fenced: true });
    await run;
    expect(assets.said).toEqual([]);
    expect(await renditions()).toEqual({});
  });

  it('should count a failure for a video that cannot be remuxed, and for bytes that are not the scanned ones', async () => {
    const broken = await process(Buffer.from('no video at all, although it was called clean'), 'video/mp4');
    await broken.run;
    expect(broken.assets.last).toMatchObject({ what: 'failed', reason: { code: 'processing-failed' } });
    const other = await process(makeVideo('mp4'), 'video/mp4', { sha256: 'ab'.repeat(32) });
    await other.run;
    expect(other.assets.said).toEqual([{ what: 'stumbled' }]);
  });
});
