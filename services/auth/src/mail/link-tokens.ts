import { createHmac, hkdfSync } from 'node:crypto';
import { uuidv7 } from '@practika/database';
import { credentialHash } from '@practika/identity';
import type { Pepper, Peppers } from '../passwords/peppers.js';

/** What a transaction needs to know of a link that is going to be mailed. */
export interface IssuedLink {
  readonly mailId: string;
  readonly pepperId: string;
  /** SHA-256 of the token, hex: what is stored and looked up. */
  readonly tokenHash: string;
}

/**
 * Tokens of mailed links. A token is derived from the mail's id with a key that only the processes hold: neither the
 * database nor a queue ever contains it, and a mail that is sent twice carries the same link.
 */
export class LinkTokens {
  constructor(private readonly peppers: Peppers) {}

  issue(): IssuedLink {
    const mailId = uuidv7();
    const pepper = this.peppers.current;
    return { mailId, pepperId: pepper.id, tokenHash: credentialHash(derive(pepper, mailId)) };
  }

  /** @returns null when that pepper was taken out of the settings */
  reveal(mailId: string, pepperId: string): string | null {
    const pepper = this.peppers.find(pepperId);
    return pepper === undefined ? null : derive(pepper, mailId);
  }
}

function derive(pepper: Pepper, mailId: string): string {
  const key = hkdfSync('sha256', pepper.secret, '', 'practika mailed links 1', 32);
  return createHmac('sha256', new Uint8Array(key)).update(mailId).digest('base64url');
}
