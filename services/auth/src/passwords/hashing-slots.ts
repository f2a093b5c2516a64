import { unavailable } from '@practika/problems';

/**
 * Lets a few pieces of work run at a time and a bounded number wait. Hashing shares libuv's threads with the file
 * system and DNS: more hashes than cores make none of them faster and everything else slow.
 */
export class HashingSlots {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(
    slots: number,
    private readonly maxWaiting: number,
  ) {
    this.free = slots;
  }

  /** @throws unavailable when too many wait already: a quick 503 is kinder than an answer after the client gave up */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else if (this.waiting.length >= this.maxWaiting) throw unavailable('Sign-in');
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Hands the slot over without freeing it, so that a newcomer cannot overtake those who wait.
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}
