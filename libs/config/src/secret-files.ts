import { readFile } from 'node:fs/promises';

/**
 * What became of a file's new content: `invalid` breaks the setting's rules; `refused` must not be taken up by a running
 * process; `failed` cannot be used at the moment (a password that the server does not know yet, say) and is tried again;
 * `restart`: nobody follows this setting, and the value counts when the process starts the next time.
 */
export type ReloadOutcome = 'reloaded' | 'invalid' | 'refused' | 'failed' | 'restart';

/** Thrown by whoever is told a new value that only a restart may bring. The message names no value. */
export class SecretRefused extends Error {
  override readonly name = 'SecretRefused';
}

/** One file and what its content means. */
export interface SecretFile {
  readonly name: string;
  readonly file: string;
  /** The content that is in use. */
  readonly raw: string;
  readonly value: unknown;
  /** Gives the setting's value, or null when the content breaks the rules. */
  readonly parse: (raw: string) => { readonly value: unknown } | null;
  /** Told what is in use from now on. */
  readonly accept?: (raw: string) => void;
}

type Listener = (value: never) => void | Promise<void>;

interface Tracked extends Omit<SecretFile, 'raw' | 'value'> {
  /** The content that is in use. */
  used: string;
  /** The content that is settled: in use, or turned down. */
  settled: string;
  value: unknown;
  followed: boolean;
}

/** Milliseconds. An orchestrator takes a minute to bring a new value to the file; this adds little to it. */
const LOOK = 5_000;

/**
 * Settings that come from files (`NAME_FILE`), followed while a process runs. Contents are compared, and notifications of
 * the file system are not used: a mounted secret is a symlink to a folder that is replaced as a whole, which they miss.
 */
export class SecretFiles {
  private readonly tracked = new Map<string, Tracked>();
  private readonly listeners = new Map<string, Set<Listener>>();
  private reporting: (name: string, outcome: ReloadOutcome) => void = () => undefined;
  private looking: Promise<void> | undefined;

  track({ raw, ...secret }: SecretFile): void {
    this.tracked.set(secret.name, { ...secret, used: raw, settled: raw, followed: false });
  }

  /** The value in use; undefined for a setting that did not come from a file. */
  current<T>(name: string): T | undefined {
    const secret = this.tracked.get(name);
    if (secret !== undefined) secret.followed = true;
    return secret?.value as T | undefined;
  }

  /**
   * Calls `listener` with each new value of a setting, in the order of subscription, the next one when the one before has
   * taken it up. When one throws, the value counts as not taken up: those before it are told it again at the next look.
   *
   * @returns what ends that
   */
  on<T>(name: string, listener: (value: T) => void | Promise<void>): () => void {
    const mine = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, mine.add(listener));
    return () => void mine.delete(listener);
  }

  /** Says what became of each change. One listener, for the process's log and metrics. */
  report(listener: (name: string, outcome: ReloadOutcome) => void): void {
    this.reporting = listener;
  }

  /** Looks regularly from now on. @returns what ends that */
  start(everyMs = LOOK): () => void {
    const timer = setInterval(() => void this.look(), everyMs);
    timer.unref();
    return () => clearInterval(timer);
  }

  /** One look at every file. Two at the same time are one. */
  look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => { this.looking = undefined; });
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    // All files first: values that belong together (a key and its secret) are swapped together, and are taken up together.
    const changed = (await Promise.all([...this.tracked.values()].map(read))).filter((one) => one !== null);
    const fresh: { readonly secret: Tracked; readonly raw: string; readonly before: unknown }[] = [];
    for (const { secret, raw } of changed) {
      if (raw === secret.used) {
        // Put back after something that was turned down.
        secret.settled = raw;
        continue;
      }
      const parsed = raw === '' ? null : secret.parse(raw);
      if (parsed === null) {
        this.settle(secret, raw, 'invalid');
      } else {
        fresh.push({ secret, raw, before: secret.value });
        secret.value = parsed.value;
      }
    }
    await Promise.all(fresh.map(async ({ secret, raw, before }) => {
      try {
        for (const listener of this.listeners.get(secret.name) ?? []) await listener(secret.value as never);
        secret.used = raw;
        secret.accept?.(raw);
        this.settle(secret, raw, secret.followed || (this.listeners.get(secret.name)?.size ?? 0) > 0 ? 'reloaded' : 'restart');
      } catch (error) {
        secret.value = before;
        if (error instanceof SecretRefused) this.settle(secret, raw, 'refused');
        else this.reporting(secret.name, 'failed');
      }
    }));
  }

  private settle(secret: Tracked, raw: string, outcome: ReloadOutcome): void {
    secret.settled = raw;
    this.reporting(secret.name, outcome);
  }
}

/** What a file has now, when that is something new; a file that is away for a moment is left at what it had. */
async function read(secret: Tracked): Promise<{ secret: Tracked; raw: string } | null> {
  try {
    const raw = (await readFile(secret.file, 'utf8')).trim();
    return raw === secret.settled ? null : { secret, raw };
  } catch {
    return null;
  }
}

/** Those of this process. */
export const secretFiles = new SecretFiles();
