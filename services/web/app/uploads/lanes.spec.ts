import { describe, expect, it } from '@jest/globals';
import { Lanes } from './lanes.ts';

const settled = () => new Promise((resolve) => { setTimeout(resolve, 0); });

describe('places for parts', () => {
  it('should let in as many as there is room for, in their order', async () => {
    const line = { room: 1 };
    const lanes = new Lanes(() => line.room);
    const inside: number[] = [];
    const leaves = new Map<number, () => void>();
    for (const part of [1, 2, 3, 4]) void lanes.enter().then((leave) => { inside.push(part); leaves.set(part, leave); });
    await settled();
    expect(inside).toEqual([1]);
    leaves.get(1)?.();
    leaves.get(1)?.();
    await settled();
    expect(inside).toEqual([1, 2]);
    line.room = 3;
    lanes.wake();
    await settled();
    expect(inside).toEqual([1, 2, 3, 4]);
  });

  it('should let in who was inside before those who never were', async () => {
    const lanes = new Lanes(() => 1);
    const inside: string[] = [];
    const leave = await lanes.enter();
    void lanes.enter().then((away) => { inside.push('new'); away(); });
    void lanes.enter(undefined, true).then((away) => { inside.push('again'); away(); });
    leave();
    await settled();
    expect(inside).toEqual(['again', 'new']);
  });

  it('should give the place of who does not want it any more to the next', async () => {
    const lanes = new Lanes(() => 1);
    const leave = await lanes.enter();
    const stop = new AbortController();
    const second = lanes.enter(stop.signal);
    const third = lanes.enter();
    stop.abort(new Error('paused'));
    await expect(second).rejects.toThrow('paused');
    await expect(lanes.enter(stop.signal)).rejects.toThrow('paused');
    leave();
    expect(typeof await third).toBe('function');
  });
});
