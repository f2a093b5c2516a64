import { describe, expect, it, jest } from '@jest/globals';
import { type AppendFile, TakeBytes } from './take-bytes.ts';

class FakeFile implements AppendFile {
  bytes = new Blob([]);
  closed = false;
  private holding: (() => void)[] = [];
  constructor(private readonly room = Infinity, private readonly slow = false) {}

  async append(piece: Blob): Promise<void> {
    if (this.slow) await new Promise<void>((resolve) => { this.holding.push(resolve); });
    if (this.bytes.size + piece.size > this.room) throw new Error('full');
    this.bytes = new Blob([this.bytes, piece]);
  }
  async read(from: number, to: number): Promise<Blob> { return this.bytes.slice(from, to); }
  async close(): Promise<void> { this.closed = true; }
  /** Lets what waits be written. */
  async write(): Promise<void> {
    this.holding.shift()?.();
    await new Promise((resolve) => { setTimeout(resolve); });
  }
}
const text = async (bytes: TakeBytes, from: number, to: number) => (await bytes.read(from, to)).text();
const everyRange = async (bytes: TakeBytes, whole: string) => {
  for (let from = 0; from <= whole.length; from += 1) for (let to = from; to <= whole.length; to += 1) expect(await text(bytes, from, to)).toBe(whole.slice(from, to));
};

describe('the bytes of a take', () => {
  it('should be the same wherever they are: on the disk, on the way, in memory', async () => {
    const file = new FakeFile(Infinity, true);
    const bytes = new TakeBytes(file);
    for (const piece of ['abc', 'd', 'efgh']) void bytes.append(new Blob([piece]));
    await everyRange(bytes, 'abcdefgh');
    await file.write();
    await file.write();
    expect([file.bytes.size, bytes.size, bytes.durable]).toEqual([4, 8, false]);
    await everyRange(bytes, 'abcdefgh');
    await file.write();
    expect(bytes.durable).toBe(true);
    await everyRange(bytes, 'abcdefgh');
  });

  it('should go on in memory when the disk is full, say so once, and keep the file a beginning of the take', async () => {
    const onTrouble = jest.fn();
    const file = new FakeFile(5);
    const bytes = new TakeBytes(file, 0, onTrouble);
    await bytes.append(new Blob(['abcd']));
    await bytes.append(new Blob(['efg']));
    await bytes.append(new Blob(['h']));
    expect(onTrouble).toHaveBeenCalledTimes(1);
    expect(await file.bytes.text()).toBe('abcd');
    expect(bytes.durable).toBe(false);
    await everyRange(bytes, 'abcdefgh');
  });

  it('should do without a disk', async () => {
    const bytes = new TakeBytes(null);
    await bytes.append(new Blob(['abc']));
    await bytes.append(new Blob(['de']));
    expect(bytes.durable).toBe(false);
    await everyRange(bytes, 'abcde');
  });

  it('should go on with what an earlier page wrote, and close after the last piece', async () => {
    const file = new FakeFile();
    file.bytes = new Blob(['abc']);
    const bytes = new TakeBytes(file, 3);
    void bytes.append(new Blob(['de']));
    await bytes.close();
    expect([await file.bytes.text(), file.closed]).toEqual(['abcde', true]);
    await everyRange(bytes, 'abcde');
  });
});
