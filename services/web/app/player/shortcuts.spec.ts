import { describe, expect, it } from '@jest/globals';
import { commandOf, markAfter, speedAfter } from './shortcuts.ts';

const press = (key: string) => ({ key, ctrlKey: false, metaKey: false, altKey: false });

describe('keys of the player', () => {
  it('should play, seek, step, and jump to tenths', () => {
    expect(commandOf(press(' '), 'other')).toEqual({ type: 'toggle' });
    expect(commandOf(press('K'), 'other')).toEqual({ type: 'toggle' });
    expect(commandOf(press('ArrowLeft'), 'button')).toEqual({ type: 'seekBy', ms: -5_000 });
    expect(commandOf(press('.'), 'other')).toEqual({ type: 'frame', by: 1 });
    expect(commandOf(press('7'), 'other')).toEqual({ type: 'seekTo', share: 0.7 });
    expect(commandOf(press('End'), 'slider')).toEqual({ type: 'seekTo', share: 1 });
  });

  it('should leave keys to those who need them: texts, buttons, the browser, the page', () => {
    expect(commandOf(press('k'), 'text')).toBeNull();
    expect(commandOf(press(' '), 'button')).toBeNull();
    expect(commandOf({ ...press('f'), ctrlKey: true }, 'other')).toBeNull();
    expect(commandOf(press('ArrowDown'), 'other')).toBeNull();
    expect(commandOf(press('Tab'), 'other')).toBeNull();
  });

  it('should know the next slower and faster speed, and stop at the ends', () => {
    expect([speedAfter(1, 1), speedAfter(1, -1), speedAfter(2, 1), speedAfter(0.25, -1), speedAfter(1.1, 1)]).toEqual([1.25, 0.75, 2, 0.25, 1.25]);
  });

  it('should find the comment after this moment and the one before', () => {
    const marks = [{ startMs: 9_000 }, { startMs: 2_000 }, { startMs: 5_000 }];
    expect(markAfter(marks, 2_000, 1)?.startMs).toBe(5_000);
    expect(markAfter(marks, 5_300, -1)?.startMs).toBe(2_000);
    expect(markAfter(marks, 9_000, 1)).toBeNull();
  });
});
