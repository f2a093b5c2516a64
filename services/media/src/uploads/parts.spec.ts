import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { videoType } from './content-type.js';
import { bareEtag, joinedSize, partSizeOf, partsMatch } from './parts.js';
import { MAX_UPLOAD_BYTES, PART_BYTES } from './uploads.constants.js';

describe('parts of an upload', () => {
  const uploadOf = (size: number) => ({ size, partSize: PART_BYTES, partCount: Math.ceil(size / PART_BYTES) });

  it('[M1] should add up to the file, each above the minimum of S3 but the last', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: MAX_UPLOAD_BYTES }), (size) => {
      const upload = uploadOf(size);
      const sizes = Array.from({ length: upload.partCount }, (_, i) => partSizeOf(upload, i + 1));
      expect(sizes.reduce((a, b) => a + b, 0)).toBe(size);
      expect(sizes.slice(0, -1).every((s) => s >= 5 * 1024 * 1024)).toBe(true);
      expect(sizes.at(-1)).toBeGreaterThan(0);
    }));
  });

  it('should compare etags without quotes, marks and case', () => {
    expect(['"Ab"', 'ab', 'W/"ab"', ' "AB" '].map(bareEtag)).toEqual(['ab', 'ab', 'ab', 'ab']);
  });

  it('[M3] should match only all parts, each with its size and etag', () => {
    const upload = uploadOf(PART_BYTES + 1);
    const arrived = [{ partNumber: 1, size: PART_BYTES, etag: 'a' }, { partNumber: 2, size: 1, etag: 'b' }];
    const named = [{ partNumber: 2, etag: '"b"' }, { partNumber: 1, etag: 'A' }];
    expect(partsMatch(upload, arrived, named)).toBe(true);
    expect(partsMatch(upload, arrived.slice(0, 1), named)).toBe(false);
    expect(partsMatch(upload, arrived, named.slice(0, 1))).toBe(false);
    expect(partsMatch(upload, arrived, [])).toBe(false);
    expect(partsMatch(upload, [arrived[0] ?? { partNumber: 1, size: 0, etag: '' }, { partNumber: 2, size: 2, etag: 'b' }], named)).toBe(false);
    expect(partsMatch(upload, arrived, [{ partNumber: 1, etag: 'a' }, { partNumber: 2, etag: 'c' }])).toBe(false);
  });

  it('[M3] should take a recording for as long as its parts are, and only 1…n of full parts and a last one', () => {
    const recording = { size: MAX_UPLOAD_BYTES, partSize: PART_BYTES, partCount: 13, recording: true };
    const named = (arrived: readonly { partNumber: number }[]) => arrived.map(({ partNumber }) => ({ partNumber, etag: `"E${partNumber}"` }));
    fc.assert(fc.property(fc.integer({ min: 1, max: MAX_UPLOAD_BYTES }), fc.nat(), (size, at) => {
      const file = uploadOf(size);
      const arrived = Array.from({ length: file.partCount }, (_, i) => ({ partNumber: i + 1, size: partSizeOf(file, i + 1), etag: `e${i + 1}` }));
      const hit = at % arrived.length;
      const without = arrived.filter((_, i) => i !== hit);
      const shorter = arrived.map((p, i) => (i === hit ? { ...p, size: p.size - 1 } : p));
      expect(joinedSize(recording, arrived, named(arrived))).toBe(size);
      expect(joinedSize(recording, arrived, named(without))).toBeNull();
      // Without its last part it is a shorter recording, which ends where its parts end.
      if (hit < arrived.length - 1) expect(joinedSize(recording, without, named(without))).toBeNull();
      if (hit < arrived.length - 1 || size % PART_BYTES === 1) expect(joinedSize(recording, shorter, named(shorter))).toBeNull();
    }));
    expect(joinedSize(recording, [], [])).toBeNull();
    const tooMany = Array.from({ length: 13 }, (_, i) => ({ partNumber: i + 1, size: PART_BYTES, etag: `e${i + 1}` }));
    expect(joinedSize(recording, tooMany, named(tooMany))).toBeNull();
    expect(joinedSize(recording, [{ partNumber: 1, size: PART_BYTES + 1, etag: 'e1' }], named([{ partNumber: 1 }]))).toBeNull();
  });

  it('[M2] [file-upload-security.mime-type-validation] should know the three types with parameters and in any case, and nothing else', () => {
    expect(['video/mp4', 'VIDEO/WEBM;codecs="vp9,opus"', ' video/quicktime ; a=b'].map(videoType)).toEqual(['video/mp4', 'video/webm', 'video/quicktime']);
    expect(['video/mp4x', 'image/png', 'video', '', ';video/mp4', 'text/html, video/mp4'].map(videoType)).toEqual([null, null, null, null, null, null]);
  });
});
