import { describe, expect, it } from '@jest/globals';
import { hear, levelOf } from './sound-level.ts';

const tone = (amplitude: number) => Float32Array.from({ length: 480 }, (_, i) => amplitude * Math.sin(i / 10));

describe('the level of a microphone', () => {
  it('should be nothing for silence, all for the loudest, and grow between', () => {
    expect([levelOf(new Float32Array(480)), levelOf(new Float32Array(0)), levelOf(tone(0.0005)), levelOf(Float32Array.from([1, -1]))]).toEqual([0, 0, 0, 1]);
    const speech = levelOf(tone(0.05));
    expect(speech).toBeGreaterThan(0.4);
    expect(levelOf(tone(0.5))).toBeGreaterThan(speech);
  });

  it('should call it sound at once, and silence only after a while', () => {
    let state = hear({ lastAt: 0, heard: false }, 0.05, 500);
    expect(state.heard).toBe(false);
    state = hear(state, 0.4, 600);
    expect(state).toEqual({ heard: true, lastAt: 600 });
    expect(hear(state, 0, 3_000).heard).toBe(true);
    expect(hear(state, 0, 3_700).heard).toBe(false);
  });
});
