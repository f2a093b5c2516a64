import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { isDjangoHash, verifyDjangoHash } from './django-hash.js';
import type { HashingSlots } from './hashing-slots.js';
import type { Pepper, Peppers } from './peppers.js';

/** OWASP's first recommendation for argon2id (the library's default variant): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const PARAMETERS = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`;

export interface Verification {
  readonly matches: boolean;
  /** The stored hash is of another kind, cost or pepper than new ones: hash the password anew while it is at hand. */
  readonly outdated: boolean;
}

/** Stored as `pepper:<id>` and the PHC string. Passwords come in normalised form. */
export class PasswordHasher {
  private constructor(
    private readonly slots: HashingSlots,
    private readonly peppers: Peppers,
    private readonly dummy: string,
  ) {}

  static async create(slots: HashingSlots, peppers: Peppers): Promise<PasswordHasher> {
    const dummy = await hashWith(peppers.current, randomBytes(32).toString('base64url'));
    return new PasswordHasher(slots, peppers, dummy);
  }

  /** @throws unavailable when too many hashes wait */
  async hash(password: string): Promise<string> {
    return this.slots.run(() => hashWith(this.peppers.current, password));
  }

  /**
   * For an unknown person (`stored` null) verifies against a dummy: the same work, and no password matches.
   *
   * @throws unavailable when too many hashes wait
   */
  async verify(stored: string | null, password: string): Promise<Verification> {
    return this.slots.run(async () => {
      if (stored === null) {
        await this.verifyArgon2(this.dummy, password);
        return { matches: false, outdated: false };
      }
      if (isDjangoHash(stored)) return { matches: await verifyDjangoHash(stored, password), outdated: true };
      const matches = await this.verifyArgon2(stored, password);
      return { matches, outdated: !stored.startsWith(`pepper:${this.peppers.current.id}${PARAMETERS}`) };
    });
  }

  private async verifyArgon2(stored: string, password: string): Promise<boolean> {
    const match = /^pepper:([a-z0-9]{1,16})(\$argon2id\$.+)$/.exec(stored);
    const pepper = this.peppers.find(match?.[1] ?? '');
    // A pepper that was taken out of the settings: the person has to reset. The work is done all the same.
    if (match?.[2] === undefined || pepper === undefined) return (await verify(this.dummy.slice(this.dummy.indexOf('$')), password), false);
    return verify(match[2], password, { secret: pepper.secret });
  }
}

async function hashWith(pepper: Pepper, password: string): Promise<string> {
  return `pepper:${pepper.id}${await hash(password, { ...COST, secret: pepper.secret })}`;
}
