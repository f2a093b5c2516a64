import { describe, expect, it } from '@jest/globals';
import { nameFrom } from './name-from.ts';

describe('a name from a file', () => {
  it.each([['bow_hold_and  strokes.mp4', 'bow hold and strokes'], ['Übung 3.MOV', 'Übung 3'], ['IMG_2041.MOV', ''], ['VID_20261125_0102.mp4', ''], ['2026-11-25 10.02.mp4', ''], ['a.mp4', ''], ['Version 1.2.webm', 'Version 1.2'], [`${'x'.repeat(200)}.mp4`, 'x'.repeat(140)]])('%s: %s', (file, name) => expect(nameFrom(file)).toBe(name));
});
