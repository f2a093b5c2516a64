import { describe, expect, it } from '@jest/globals';
import { readVint, sniffContainer } from './sniff.js';

const ftyp = (major: string, ...compatible: string[]) => {
  const brands = Buffer.from(major + '\0\0\x02\0' + compatible.join(''), 'latin1');
  const header = Buffer.alloc(8);
  header.writeUInt32BE(brands.length + 8);
  header.write('ftyp', 4);
  return Buffer.concat([header, brands, Buffer.alloc(64)]);
};
const ebml = (docType: string) => Buffer.concat([
  Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x80 | (docType.length + 7), 0x42, 0x86, 0x81, 1, 0x42, 0x82, 0x80 | docType.length]), Buffer.from(docType, 'latin1'), Buffer.alloc(32),
]);

describe('sniffing the container', () => {
  it.each([
    ['isom', ['isom', 'iso2', 'avc1', 'mp41'], 'video/mp4'],
    ['mp42', ['isom', 'mp42'], 'video/mp4'],
    ['M4V ', ['M4V ', 'isom'], 'video/mp4'],
    ['3gp4', ['isom', '3gp4'], 'video/mp4'],
    ['xyz1', ['mp42'], 'video/mp4'],
    ['qt  ', ['qt  '], 'video/quicktime'],
    ['qt  ', ['mp42', 'isom'], 'video/quicktime'],
    ['heic', ['mif1', 'heic'], 'other'],
    ['avif', ['avif', 'mif1', 'iso8'], 'other'],
    ['M4A ', ['mp42', 'isom'], 'other'],
    ['xyz1', ['xyz2'], 'other'],
  ])('[M2] [file-upload-security.mime-type-validation] should take major brand %j with %j for %s', (major, compatible, type) => {
    expect(sniffContainer(ftyp(major, ...compatible))).toBe(type);
  });

  it('should look past padding before ftyp and know QuickTime without ftyp', () => {
    const free = Buffer.from([0, 0, 0, 8, ...Buffer.from('free')]);
    expect(sniffContainer(Buffer.concat([free, ftyp('isom')]))).toBe('video/mp4');
    expect(sniffContainer(Buffer.concat([Buffer.from([0, 0, 1, 0]), Buffer.from('moov'), Buffer.alloc(32)]))).toBe('video/quicktime');
  });

  it('should tell WebM from Matroska by its DocType', () => {
    expect(sniffContainer(ebml('webm'))).toBe('video/webm');
    expect(sniffContainer(ebml('matroska'))).toBe('other');
    expect(sniffContainer(ebml('webm\0\0'))).toBe('video/webm');
  });

  it.each([
    ['nothing', Buffer.alloc(0)], ['zeros', Buffer.alloc(64)], ['text', Buffer.from('hello, this is certainly a video')], ['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a ZIP', Buffer.from('504b0304140000000800', 'hex')], ['a cut EBML header', Buffer.from('1a45dfa3', 'hex')], ['EBML of unknown size', Buffer.from('1a45dfa3ff42828477', 'hex')],
    ['ftyp cut short', Buffer.from('0000001466747970', 'hex')], ['a padding loop', Buffer.concat([Buffer.from('0000000066726565', 'hex'), Buffer.alloc(64)])],
  ])('[M2] should know nothing of %s', (_, bytes) => {
    expect(sniffContainer(bytes)).toBeNull();
  });

  it('should never fail on arbitrary bytes', () => {
    for (let i = 0; i < 5_000; i += 1) {
      const bytes = Buffer.from(Array.from({ length: i % 80 }, () => Math.floor(Math.random() * 256)));
      if (i % 2 === 0 && bytes.length > 4) bytes.writeUInt32BE(0x1a45dfa3);
      expect(() => sniffContainer(bytes)).not.toThrow();
    }
  });

  it('should read EBML numbers of every length', () => {
    expect(readVint(Buffer.from([0x81]), 0)).toEqual({ value: 1, length: 1 });
    expect(readVint(Buffer.from([0x40, 0x02]), 0)).toEqual({ value: 2, length: 2 });
    expect(readVint(Buffer.from([0x01, 0, 0, 0, 0, 0, 1, 0]), 0)).toEqual({ value: 256, length: 8 });
    expect(readVint(Buffer.from([0xff]), 0)).toEqual({ value: null, length: 1 });
    expect(readVint(Buffer.from([0x40]), 0)).toBeNull();
    expect(readVint(Buffer.from([0]), 0)).toBeNull();
  });
});
