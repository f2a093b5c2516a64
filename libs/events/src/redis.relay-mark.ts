import type { Redis } from 'ioredis';

/** Sets KEYS[1] to ARGV[2] if it still is ARGV[1]; an empty ARGV[1] stands for a key that is missing. */
const ADVANCE = `
local now = redis.call('GET', KEYS[1])
if (now or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`;

/**
 * A number in the queue's Redis that grows with every batch. PostgreSQL keeps the same number, so that one that is
 * missing or smaller in Redis means: Redis has forgotten what came after.
 */
export class RelayMark {
  constructor(
    private readonly redis: Pick<Redis, 'get' | 'eval'>,
    private readonly key: string,
  ) {}

  /** Null when Redis knows of none. */
  async read(): Promise<number | null> {
    const value = await this.redis.get(this.key);
    return value === null ? null : Number(value);
  }

  /**
   * Compare and set: between the look at the mark and this lies a batch, and were Redis wiped in between, setting the
   * mark blindly would hide that for ever.
   *
   * @returns whether the mark still was `from`
   */
  async advance(from: number | null, to: number): Promise<boolean> {
    return (await this.redis.eval(ADVANCE, 1, this.key, from === null ? '' : String(from), String(to))) === 1;
  }
}
