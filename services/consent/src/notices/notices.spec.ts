import { describe, expect, it } from '@jest/globals';
import { NoticeArchive, noticeVersions } from './notice-archive.js';
import { PURPOSE_TABLE, PURPOSES, purposesFingerprint } from './purposes.js';

describe('notices', () => {
  it('[C11] should have a new version for every change of what people consent to: put the fingerprint of the table beside the new text', () => {
    expect(noticeVersions().at(-1)?.purposesSha256).toBe(purposesFingerprint());
  });

  it('[C11] should have another fingerprint when a purpose is added, taken away or says something else', () => {
    const { marketing, ...fewer } = PURPOSE_TABLE;
    const tables = [
      { ...PURPOSE_TABLE, surveillance: marketing }, fewer, { ...PURPOSE_TABLE, marketing: { ...marketing, text: `${marketing.text} And to your friends.` } },
      { ...PURPOSE_TABLE, marketing: { ...marketing, recipients: ['adnet'] } }, { ...PURPOSE_TABLE, marketing: { ...marketing, optional: false } }, { ...PURPOSE_TABLE, marketing: { ...marketing, retention: 'for_ever' } },
    ];
    expect(new Set([purposesFingerprint(), ...tables.map((table) => purposesFingerprint(table))]).size).toBe(tables.length + 1);
  });

  it('[C11] should refuse a text that was changed after it was published', () => {
    const listed = noticeVersions();
    expect(() => NoticeArchive.load(listed, () => 'something else')).toThrow(/was changed after it was published/);
  });

  it('should list versions in order, each once, and know the earlier ones', () => {
    const versions = noticeVersions().map((v) => v.version);
    expect(versions).toEqual([...new Set(versions)].toSorted());
    const archive = NoticeArchive.load();
    for (const version of versions) expect(archive.find(version)?.version).toBe(version);
    expect(archive.find('2020-01-01')).toBeNull();
  });

  it('should name each of the eight purposes in the table, in order, and in the words of the notice', () => {
    expect(Object.keys(PURPOSE_TABLE)).toEqual([...PURPOSES]);
    const { body } = NoticeArchive.load().current;
    for (const { title } of Object.values(PURPOSE_TABLE)) expect(body).toContain(`**${title}**`);
  });

  it('should tell a change of wiring from a change of meaning', () => {
    const wired = { ...PURPOSE_TABLE, marketing: { ...PURPOSE_TABLE.marketing, toldTo: ['media'] as const } };
    expect(purposesFingerprint(wired)).toBe(purposesFingerprint());
  });
});
