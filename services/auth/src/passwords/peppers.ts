import { secretFiles, SecretRefused } from '@practika/config';

/** A secret that goes into every hash and is never in the database: a stolen table alone cannot be guessed at. */
export interface Pepper {
  readonly id: string;
  readonly secret: Uint8Array;
}

/** Milliseconds that a new pepper is known before it makes hashes: until every process of the service knows it, too. */
const SETTLE = 120_000;

/** The first pepper makes new hashes, the others still verify old ones; those are renewed at the next sign-in. */
export class Peppers {
  private first: Pepper;

  constructor(private peppers: readonly [Pepper, ...Pepper[]], private readonly settleMs = SETTLE) {
    this.first = peppers[0];
  }

  get current(): Pepper {
    return this.first;
  }

  find(id: string): Pepper | undefined {
    return this.peppers.find((p) => p.id === id);
  }

  get all(): readonly Pepper[] {
    return this.peppers;
  }

  /**
   * Goes on with more peppers, or with another one first.
   *
   * @throws SecretRefused when one that is known now would be gone or changed: nobody could sign in whose hash has it
   */
  take(next: readonly [Pepper, ...Pepper[]]): void {
    const kept = (old: Pepper): boolean => next.some((p) => p.id === old.id && Buffer.from(p.secret).equals(Buffer.from(old.secret)));
    if (!this.peppers.every(kept)) throw new SecretRefused('a pepper that hashes were made with is gone or changed');
    const known = this.find(next[0].id) !== undefined;
    this.peppers = next;
    if (known) this.first = next[0];
    else setTimeout(() => { this.first = this.peppers[0]; }, this.settleMs).unref();
  }
}

/** The peppers of a process: follow the file that they came from. */
export function livePeppers(peppers: readonly [Pepper, ...Pepper[]]): Peppers {
  const live = new Peppers(peppers);
  secretFiles.on<readonly [Pepper, ...Pepper[]]>('PASSWORD_PEPPER', (changed) => live.take(changed));
  return live;
}

/**
 * Reads `secret` (its id is then `1`) or `id:secret,id:secret`, the current one first.
 *
 * @returns null when an id is not of `[a-z0-9]{1,16}`, comes twice, or a secret has fewer than 32 characters
 */
export function parsePeppers(setting: string): readonly [Pepper, ...Pepper[]] | null {
  const parsed = setting.split(',').map((part): Pepper => {
    const match = /^([a-z0-9]{1,16}):(.+)$/s.exec(part.trim());
    return { id: match?.[1] ?? '1', secret: Buffer.from(match?.[2] ?? part.trim(), 'utf8') };
  });
  const [first, ...others] = parsed;
  if (first === undefined || parsed.some((p) => p.secret.length < 32)) return null;
  if (new Set(parsed.map((p) => p.id)).size !== parsed.length) return null;
  return [first, ...others];
}
