import { describe, expect, it } from '@jest/globals';
import { Batch } from './batch.js';

describe('what a turn of the event loop gathers', () => {
  it('should be asked at once, and answered one by one', async () => {
    const asked: string[][] = [];
    const batch = new Batch<string, string>(async (questions) => {
      asked.push([...questions]);
      return questions.map((q) => `${q}!`);
    });
    await expect(Promise.all(['a', 'b', 'a'].map((q) => batch.add(q)))).resolves.toEqual(['a!', 'b!', 'a!']);
    await expect(batch.add('c')).resolves.toBe('c!');
    expect(asked).toEqual([['a', 'b', 'a'], ['c']]);
  });

  it('should not wait for questions of an earlier turn', async () => {
    const answers: ((given: readonly number[]) => void)[] = [];
    const batch = new Batch<number, number>(() => new Promise((resolve) => answers.push(resolve)));
    const [first, second] = [batch.add(1), new Promise((resolve) => { setImmediate(resolve); }).then(() => batch.add(2))];
    while (answers.length < 2) await new Promise((resolve) => { setImmediate(resolve); });
    answers[1]?.([20]);
    await expect(second).resolves.toBe(20);
    answers[0]?.([10]);
    await expect(first).resolves.toBe(10);
  });

  it('should fail each question when it fails, and no later one', async () => {
    let away = true;
    const batch = new Batch<number, number>(async (questions) => {
      if (away) throw new Error('away');
      return questions;
    });
    const settled = await Promise.allSettled([batch.add(1), batch.add(2)]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    away = false;
    await expect(batch.add(3)).resolves.toBe(3);
  });

  it('should ask in portions when there is very much', async () => {
    const sizes: number[] = [];
    const batch = new Batch<number, number>(async (questions) => {
      sizes.push(questions.length);
      return questions;
    });
    const numbers = Array.from({ length: 250 }, (_, i) => i);
    await expect(Promise.all(numbers.map((n) => batch.add(n)))).resolves.toEqual(numbers);
    expect(sizes).toEqual([100, 100, 50]);
  });
});
