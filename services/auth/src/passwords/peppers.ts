/** A secret that goes into every hash and is never in the database: a stolen table alone cannot be guessed at. */
export interface Pepper {
  readonly id: string;
  readonly secret: Uint8Array;
}

/** The first pepper makes new hashes, the others still verify old ones; those are renewed at the next sign-in. */
export class Peppers {
  constructor(private readonly peppers: readonly [Pepper, ...Pepper[]]) {}

  get current(): Pepper {
    return this.peppers[0];
  }

  find(id: string): Pepper | undefined {
    return this.peppers.find((p) => p.id === id);
  }

  get all(): readonly Pepper[] {
    return this.peppers;
  }
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
