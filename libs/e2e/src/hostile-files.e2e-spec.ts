import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Asset, newPerson, type Person, sha256 } from './person.js';
import { box, EICAR, make, mov, mp4, webm } from './videos.js';

interface HostileFile {
  readonly name: string;
  readonly bytes: () => Buffer;
  readonly contentType?: string;
  readonly filename?: string;
  readonly sha256?: string;
  /** Where it must end. Two where the contract allows either. */
  readonly ends: readonly string[];
}

let video: Buffer;
let web: Buffer;
let movie: Buffer;

/** A zip with one deflated entry. */
function zip(name: string, content: Buffer): Buffer {
  const data = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(data.length, 20);
  central.writeUInt32LE(content.length, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + data.length, 16);
  return Buffer.concat([local, Buffer.from(name), data, central, Buffer.from(name), end]);
}

const REFUSED = ['rejected'];
const MALWARE = ['quarantined'];
const EITHER = ['rejected', 'quarantined'];

const FILES: readonly HostileFile[] = [
  { name: 'text named .mp4', bytes: () => Buffer.from('hello, this is text\n'.repeat(50)), ends: REFUSED },
  { name: 'one byte', bytes: () => Buffer.from([0]), ends: REFUSED },
  { name: 'zeros', bytes: () => Buffer.alloc(100_000), ends: REFUSED },
  { name: 'PNG typed as video', bytes: () => make('png', ['-f', 'lavfi', '-i', 'testsrc=size=64x64', '-frames:v', '1']), ends: REFUSED },
  { name: 'GIF animation', bytes: () => make('gif', ['-f', 'lavfi', '-i', 'testsrc=size=64x64:duration=1']), ends: REFUSED },
  { name: 'WAV', bytes: () => make('wav', ['-f', 'lavfi', '-i', 'sine=duration=1']), ends: REFUSED },
  { name: 'sound alone in MP4', bytes: () => make('m4a', ['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'aac']), ends: REFUSED },
  { name: 'sound alone in WebM', bytes: () => make('webm', ['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'libopus']), contentType: 'video/webm', ends: REFUSED },
  { name: 'MP4 cut off before its index', bytes: () => video.subarray(0, Math.floor(video.length / 2)), ends: REFUSED },
  { name: 'MP4 of its first box alone', bytes: () => video.subarray(0, 32), ends: REFUSED },
  { name: 'WebM of its header alone', bytes: () => web.subarray(0, 40), contentType: 'video/webm', ends: REFUSED },
  { name: 'WebM declared as MP4', bytes: () => web, ends: REFUSED },
  { name: 'MP4 declared as WebM', bytes: () => video, contentType: 'video/webm', ends: REFUSED },
  { name: 'MP4 declared as QuickTime', bytes: () => video, contentType: 'video/quicktime', ends: REFUSED },
  { name: 'QuickTime declared as MP4', bytes: () => movie, ends: REFUSED },
  { name: 'Matroska declared as WebM', bytes: () => make('mkv', ['-f', 'lavfi', '-i', 'testsrc=duration=1:size=64x64', '-c:v', 'libx264', '-preset', 'ultrafast']), contentType: 'video/webm', ends: REFUSED },
  { name: 'AVI declared as MP4', bytes: () => make('avi', ['-f', 'lavfi', '-i', 'testsrc=duration=1:size=64x64']), ends: REFUSED },
  { name: 'MPEG-TS declared as MP4', bytes: () => make('ts', ['-f', 'lavfi', '-i', 'testsrc=duration=1:size=64x64']), ends: REFUSED },
  { name: 'FLV declared as MP4', bytes: () => make('flv', ['-f', 'lavfi', '-i', 'testsrc=duration=1:size=64x64']), ends: REFUSED },
  { name: 'PDF', bytes: () => Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF'), ends: REFUSED },
  { name: 'HTML with a script', bytes: () => Buffer.from('<!doctype html><script>alert(1)</script>'), ends: REFUSED },
  { name: 'SVG with a script', bytes: () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), ends: REFUSED },
  { name: 'ELF program', bytes: () => Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), Buffer.alloc(500)]), ends: EITHER },
  { name: 'Windows program', bytes: () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)]), ends: EITHER },
  { name: 'shell script', bytes: () => Buffer.from('#!/bin/sh\nrm -rf /\n'), ends: REFUSED },
  { name: 'HLS playlist that reads a local file', bytes: () => Buffer.from('#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'), ends: REFUSED },
  { name: 'ffconcat list that reads a local file', bytes: () => Buffer.from("ffconcat version 1.0\nfile '/etc/passwd'\n"), ends: REFUSED },
  { name: 'zip', bytes: () => zip('a.txt', Buffer.from('hello')), ends: REFUSED },
  { name: 'zip bomb', bytes: () => zip('zeros', Buffer.alloc(64 * 1024 * 1024)), ends: EITHER },
  { name: 'gzip bomb', bytes: () => gzipSync(Buffer.alloc(64 * 1024 * 1024)), ends: EITHER },
  { name: 'EICAR, plain', bytes: () => EICAR, ends: EITHER },
  { name: 'EICAR in a zip', bytes: () => zip('eicar.com', EICAR), ends: EITHER },
  { name: 'EICAR in a free box of an MP4', bytes: () => Buffer.concat([video, box('free', EICAR)]), ends: MALWARE },
  { name: 'EICAR in a free box in front of the media', bytes: () => insertAfterFirstBox(video, box('free', Buffer.concat([Buffer.alloc(5_000), EICAR]))), ends: MALWARE },
  { name: 'EICAR appended to a WebM', bytes: () => Buffer.concat([web, EICAR]), contentType: 'video/webm', ends: EITHER },
  { name: 'another file than its digest says', bytes: () => video, sha256: '0'.repeat(64), ends: REFUSED },
  { name: 'MP4 header and then a zip', bytes: () => Buffer.concat([video.subarray(0, 32), zip('a', Buffer.from('b'))]), ends: EITHER },
  { name: 'MP4 boxes nested 500 deep', bytes: () => Buffer.concat([video.subarray(0, 32), nested(500)]), ends: REFUSED },
  { name: 'MP4 whose box claims four gigabytes', bytes: () => Buffer.concat([video.subarray(0, 32), Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from('moov')]), ends: REFUSED },
  { name: 'MP4 with an image as its only track', bytes: () => make('mp4', ['-f', 'lavfi', '-i', 'sine=duration=1', '-f', 'lavfi', '-i', 'testsrc=size=64x64:duration=1', '-map', '0:a', '-map', '1:v', '-frames:v', '1', '-c:a', 'aac', '-c:v', 'mjpeg', '-disposition:v:0', 'attached_pic']), ends: REFUSED },
];

function nested(depth: number): Buffer {
  let inner: Buffer = Buffer.alloc(0);
  for (let i = 0; i < depth; i += 1) inner = box('moov', inner);
  return inner;
}

/** Moves the chunk offsets too, so that the file still plays: only the scanner has a reason to refuse it. */
function insertAfterFirstBox(file: Buffer, extra: Buffer): Buffer {
  const at = file.readUInt32BE(0);
  const moved = Buffer.concat([file.subarray(0, at), extra, file.subarray(at)]);
  for (let i = moved.indexOf('stco'); i !== -1; i = moved.indexOf('stco', i + 1)) {
    const entries = moved.readUInt32BE(i + 8);
    if (entries > 100_000 || i + 12 + entries * 4 > moved.length) continue;
    for (let n = 0; n < entries; n += 1) moved.writeUInt32BE(moved.readUInt32BE(i + 12 + n * 4) + extra.length, i + 12 + n * 4);
  }
  return moved;
}

describe('hostile files', () => {
  let person: Person;
  const refused: Asset[] = [];

  beforeAll(async () => {
    person = await newPerson();
    await person.give('video_processing');
    [video, web, movie] = [mp4(), webm(), mov()];
  });

  it.each(FILES.map((file) => [file.name, file] as const))('[M2] [M5] [file-upload-security.mime-type-validation] [file-upload-security.virus-scanning] should refuse: %s', async (_name, file) => {
    const bytes = file.bytes();
    const uploaded = await person.upload(bytes, { contentType: file.contentType ?? 'video/mp4', filename: file.filename ?? 'take.mp4', ...(file.sha256 === undefined ? {} : { sha256: file.sha256 }) });
    const asset = await person.settled(uploaded.id);
    expect(file.ends).toContain(asset.state);
    expect(asset.reason).toEqual({ code: expect.stringMatching(/^[a-z-_]+$/), text: expect.stringMatching(/\w+ \w+/) });
    refused.push(asset);
  });

  it('should take the same content when it is what it says it is', async () => {
    for (const [bytes, contentType] of [[video, 'video/mp4'], [web, 'video/webm'], [movie, 'video/quicktime']] as const) {
      const asset = await person.settled((await person.upload(bytes, { contentType, sha256: sha256(bytes) })).id);
      expect([contentType, asset.state, asset.reason]).toEqual([contentType, 'ready', null]);
    }
  });

  it('should keep file names as text alone, whatever they look like', async () => {
    for (const filename of ['../../etc/passwd', 'a/b\\c.mp4', '💃🏽 dance.mp4', `${'x'.repeat(200)}.mp4`, '<script>.mp4', 'CON.mp4']) {
      const answer = await person.post('/api/media/v1/uploads', { filename, size: 10, contentType: 'video/mp4' });
      expect([filename, [201, 422].includes(answer.status)]).toEqual([filename, true]);
      if (answer.status === 201) await person.delete(`/api/media/v1/uploads/${String(answer.body['uploadId'])}`);
    }
    expect((await person.post('/api/media/v1/uploads', { filename: 'a\0.mp4', size: 10, contentType: 'video/mp4' })).status).toBe(422);
  });

  it('[M2] [file-upload-security.file-size-limits] should refuse sizes and parts that are not what was said', async () => {
    const ticket = await person.must(201, 'POST', '/api/media/v1/uploads', { filename: 'a.mp4', size: 1_000, contentType: 'video/mp4' });
    const path = `/api/media/v1/uploads/${String(ticket['uploadId'])}`;
    for (const partNumbers of [[], [0], [2], [10_001], [1.5], ['1'], Array.from({ length: 10_001 }, (_, i) => i + 1)]) expect((await person.post(`${path}/parts`, { partNumbers })).status).toBe(422);
    const [part] = (await person.must(200, 'POST', `${path}/parts`, { partNumbers: [1] }))['parts'] as { url: string; headers: Record<string, string> }[];
    for (const length of [999, 1_001]) expect((await fetch(part!.url, { method: 'PUT', headers: part!.headers, body: new Uint8Array(length) })).ok).toBe(false);
    expect((await person.post(`${path}/complete`, { parts: [{ partNumber: 1, etag: 'abc' }] })).status).toBe(409);
    expect((await person.get(path)).body['state']).toBe('open');
  });

  afterAll(() => {
    if (refused.length === 0) throw new Error('no hostile file was refused: this suite proved nothing');
  });

  it('should serve no byte of a refused file by any route', async () => {
    for (const asset of refused) {
      for (const rendition of ['web', 'original']) {
        const answer = await person.post(`/api/media/v1/assets/${asset.id}/playback`, { rendition });
        expect([asset.id, answer.status, answer.body['type']]).toEqual([asset.id, 409, '/problems/asset-refused']);
      }
      expect((await person.get(`/api/media/v1/assets/${asset.id}/poster`)).status).toBeGreaterThanOrEqual(400);
      expect((await person.post('/api/exercises/v1/exercises', { name: `x ${asset.id}`, assetId: asset.id })).status).toBe(422);
    }
  });
});
