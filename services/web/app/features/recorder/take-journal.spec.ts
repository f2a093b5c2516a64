import { describe, expect, it } from '@jest/globals';
import { type JournalLine, lineText, readJournal } from './take-journal.ts';

const begun: JournalLine = { is: 'begun', type: 'video/webm;codecs=vp9,opus', at: '2026-03-01T10:00:00.000Z', name: 'me.webm' };
const upload = { uploadId: 'u', assetId: 'a', partSize: 8 };
const text = (...lines: readonly JournalLine[]) => lines.map(lineText).join('');

describe('the journal of a take', () => {
  it('should tell how long the take is, where it is sent to, and under which key', () => {
    expect(readJournal(text(begun, { is: 'asked', key: 'k' }, { is: 'piece', bytes: 10, ms: 1_000 }, { is: 'upload', ...upload }, { is: 'piece', bytes: 12, ms: 2_010 })))
      .toEqual({ type: begun.type, name: begun.name, at: begun.at, ms: 2_010, key: 'k', upload, refused: false });
  });

  it('should be readable at whatever byte the tab was killed', () => {
    const whole = text(begun, { is: 'asked', key: 'k' }, { is: 'upload', ...upload }, { is: 'piece', bytes: 10, ms: 1_000 }, { is: 'piece', bytes: 12, ms: 2_010 });
    const first = text(begun).length - 1;
    for (let cut = 0; cut < whole.length; cut += 1) {
      const record = readJournal(whole.slice(0, cut));
      expect(record === null).toBe(cut < first);
    }
    expect(readJournal(whole.slice(0, -3))?.ms).toBe(1_000);
  });

  it('should go on after a torn line', () => {
    expect(readJournal(`${text(begun)}{"is":"pie\n${text({ is: 'piece', bytes: 1, ms: 400 })}`)?.ms).toBe(400);
  });

  it('should leave out what is not a line of a journal', () => {
    expect(readJournal(`null\n7\n"x"\n{"is":"constructor"}\n{"is":"begun","type":1,"at":"x"}\n{"is":"piece","bytes":1,"ms":5}\n`)).toBeNull();
    expect(readJournal(`${text(begun)}{"is":"piece","bytes":1,"ms":"5"}\n{"is":"toString"}\n`)?.ms).toBe(0);
  });

  it('should forget an upload when another is asked for, and know that the take was refused', () => {
    expect(readJournal(text(begun, { is: 'asked', key: 'k' }, { is: 'upload', ...upload }, { is: 'asked', key: 'l' }, { is: 'ended', ms: 7 }, { is: 'refused' })))
      .toEqual({ type: begun.type, name: begun.name, at: begun.at, ms: 7, key: 'l', upload: null, refused: true });
  });
});
