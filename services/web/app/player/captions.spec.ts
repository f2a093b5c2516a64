import { describe, expect, it } from '@jest/globals';
import { captionAt, parseCaptions } from './captions.ts';

describe('captions from a file', () => {
  const vtt = 'WEBVTT - a lesson\n\nNOTE nothing\n\n1\n00:01.000 --> 00:02.500 line:80%\n<v Ana>Keep the <i>wrist</i> soft</v>\nand breathe\n\n00:00:03.000 --> 00:00:04.000\nA &amp; B\n';

  it('should read WebVTT: words without their marks, at their times', () => {
    expect(parseCaptions(vtt)).toEqual([{ startMs: 1_000, endMs: 2_500, text: 'Keep the wrist soft\nand breathe' }, { startMs: 3_000, endMs: 4_000, text: 'A & B' }]);
  });
  it('should read SubRip', () => expect(parseCaptions('\uFEFF1\r\n00:00:01,000 --> 00:00:02,500\r\nHello, you\r\n\r\n2\r\n01:00:00,000 --> 01:00:01,000\r\nLate\r\n')).toEqual([{ startMs: 1_000, endMs: 2_500, text: 'Hello, you' }, { startMs: 3_600_000, endMs: 3_601_000, text: 'Late' }]));
  it('should say when there are none', () => expect(parseCaptions('a letter')).toBeNull());
  it('should show what is said at a moment, and nothing between', () => {
    const cues = parseCaptions(vtt) ?? [];
    expect([captionAt(cues, 999), captionAt(cues, 3_500), captionAt(cues, 2_500)]).toEqual([null, 'A & B', null]);
  });
});
