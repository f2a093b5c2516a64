import { describe, expect, it } from '@jest/globals';
import { arrivedOf, begunWith, isSameFile, percentOf } from './resume.ts';
import { isRunning, type Upload, type UploadState, wouldBeLost } from './upload.ts';

const upload = (state: UploadState, more: Partial<Upload> = {}): Upload => ({ id: 'u', assetId: 'a', filename: 'bow.mp4', size: 100, state, sent: 0, rate: null, secondsLeft: null, problem: null, kept: false, ...more });

describe('going on with an upload', () => {
  it('should take the same file by its name and its size, however a system writes an umlaut', () => {
    expect(isSameFile({ filename: 'Übung.mp4', size: 100 }, { name: 'U\u0308bung.mp4', size: 100 })).toBe(true);
    expect(isSameFile({ filename: 'bow.mp4', size: 100 }, { name: 'bow.mp4', size: 101 })).toBe(false);
    expect(isSameFile({ filename: 'bow.mp4', size: 100 }, { name: 'bow (1).mp4', size: 100 })).toBe(false);
  });

  it('should find the upload that waits for a picked file, and none that this page sends', () => {
    const file = { name: 'bow.mp4', size: 100 };
    expect(begunWith([upload('uploading'), upload('needs-file', { id: 'waits' })], file)?.id).toBe('waits');
    expect(begunWith([upload('uploading'), upload('elsewhere')], file)).toBeUndefined();
  });

  it('should count whole parts as arrived', () => expect(arrivedOf([{ size: 8 }, { size: 3 }])).toBe(11));

  it('should say one number for all of them', () => {
    expect(percentOf([])).toBeNull();
    expect(percentOf([{ sent: 50, size: 100 }, { sent: 0, size: 300 }])).toBe(12);
  });

  it('should warn before the page is closed only while the file is nowhere else', () => {
    expect(wouldBeLost(upload('uploading'))).toBe(true);
    expect(wouldBeLost(upload('offline'))).toBe(true);
    expect(wouldBeLost(upload('uploading', { kept: true }))).toBe(false);
    for (const state of ['completing', 'done', 'failed', 'needs-file', 'elsewhere', 'paused'] as const) expect(wouldBeLost(upload(state))).toBe(false);
    expect(isRunning(upload('waiting'))).toBe(true);
  });
});
