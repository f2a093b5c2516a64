import { BLOCK_SECONDS, FAILURE_LIMIT, FAILURE_WINDOW, SignInThrottle } from './sign-in-throttle.js';

/** More accounts than this under attack in one process: the oldest are forgotten rather than memory run out. */
const MAX_ACCOUNTS = 50_000;

/** In one process's memory: stands in while Redis is away. */
export class MemorySignInThrottle extends SignInThrottle {
  private readonly failures = new Map<string, number[]>();
  private readonly blockedUntil = new Map<string, number>();

  /** @param now milliseconds that only ever grow */
  constructor(private readonly now: () => number = () => performance.now()) {
    super();
  }

  async isBlocked(account: string): Promise<boolean> {
    const until = this.blockedUntil.get(account);
    if (until === undefined) return false;
    if (until > this.now()) return true;
    this.blockedUntil.delete(account);
    return false;
  }

  async fail(account: string): Promise<void> {
    if (await this.isBlocked(account)) return;
    const now = this.now();
    const recent = [...(this.failures.get(account) ?? []).filter((at) => at > now - FAILURE_WINDOW * 1_000), now];
    this.failures.delete(account);
    if (recent.length < FAILURE_LIMIT) return this.keep(this.failures, account, recent);
    this.keep(this.blockedUntil, account, now + BLOCK_SECONDS * 1_000);
  }

  private keep<T>(map: Map<string, T>, account: string, value: T): void {
    map.set(account, value);
    const oldest = map.keys().next();
    if (map.size > MAX_ACCOUNTS && oldest.done !== true) map.delete(oldest.value);
  }
}
