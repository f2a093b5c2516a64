/** Lets as many parts be sent at once as the line is good for; the others wait in the order in which they came. */
export class Lanes {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly room: () => number) {}

  /**
   * @param first who was inside already goes before those who never were
   * @returns what gives the place back; calling it twice does no harm
   */
  async enter(signal?: AbortSignal, first = false): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.taken < this.room()) this.taken += 1;
    else await this.turn(signal, first);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.taken -= 1;
      this.wake();
    };
  }

  /** Somebody left, or the line got faster. The place is taken here, before anybody else can come between. */
  wake(): void {
    for (let next = this.next(); next !== undefined; next = this.next()) {
      this.taken += 1;
      next();
    }
  }

  private next(): (() => void) | undefined {
    return this.taken < this.room() ? this.waiting.shift() : undefined;
  }

  private turn(signal: AbortSignal | undefined, first: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const mine = () => {
        signal?.removeEventListener('abort', away);
        resolve();
      };
      const away = () => {
        const at = this.waiting.indexOf(mine);
        if (at >= 0) this.waiting.splice(at, 1);
        reject(signal?.reason as Error);
      };
      if (first) this.waiting.unshift(mine);
      else this.waiting.push(mine);
      signal?.addEventListener('abort', away, { once: true });
    });
  }
}
