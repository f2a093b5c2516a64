/** Lets as many parts be sent at once as the line is good for; the others wait in the order in which they came. */
export class Lanes {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly room: () => number) {}

  /** @returns what gives the place back; calling it twice does no harm */
  async enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.taken >= this.room()) await this.turn(signal);
    this.taken += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.taken -= 1;
      this.wake();
    };
  }

  /** The line got faster or slower. */
  wake(): void {
    for (let free = this.room() - this.taken; free > 0; free -= 1) this.waiting.shift()?.();
  }

  private turn(signal: AbortSignal | undefined): Promise<void> {
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
      this.waiting.push(mine);
      signal?.addEventListener('abort', away, { once: true });
    });
  }
}
