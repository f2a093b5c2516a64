import { Injectable } from '@nestjs/common';
import { Outbox } from '@practika/events';
import { CredentialCache, type Principal } from '@practika/identity';
import { logger } from '@practika/observability';
import { isOutage } from '@practika/problems';
import { type Tx, Transactions } from '../transactions/transactions.js';

const log = logger('revocation');

/** Collects what a transaction revokes. */
export interface Revocations {
  /** Hashes of a person's sessions and tokens that have ended. */
  add(ownerId: string, hashes: readonly string[]): void;
  /** A credential that stays, and what every service is to know of its owner from now on. */
  renew(hash: string, principal: Principal, secondsLeft: number): void;
}

/**
 * A transaction that ends credentials. The order is commit, then tombstones: a tombstone before the commit could expire
 * unused when the commit fails, and the row is the truth. Between the two lies one Redis round trip; when Redis cannot be
 * reached no service can read its cache either, and all ask auth. Should only auth be cut off from Redis, the event that
 * was written in the same transaction brings the tombstones later.
 */
@Injectable()
export class RevokingTransactions {
  constructor(
    private readonly transactions: Transactions,
    private readonly cache: CredentialCache,
    private readonly outbox: Outbox,
  ) {}

  async run<T>(actorId: string, work: (tx: Tx, revocations: Revocations) => Promise<T>): Promise<T> {
    const hashes: string[] = [];
    const renewals: { hash: string; principal: Principal; secondsLeft: number }[] = [];
    const result = await this.transactions.run(async (tx) => {
      const owners = new Set<string>();
      hashes.length = 0;
      renewals.length = 0;
      const outcome = await work(tx, {
        add: (ownerId, ended) => {
          if (ended.length > 0) owners.add(ownerId);
          hashes.push(...ended);
        },
        renew: (hash, principal, secondsLeft) => { renewals.push({ hash, principal, secondsLeft }); },
      });
      for (const userId of owners) {
        await this.outbox.event(tx, 'practika.auth.session.revoked.v1', { subject: `user/${userId}`, data: { userId }, actor: { kind: 'user', pseudonym: actorId } });
      }
      return outcome;
    });
    try {
      await this.cache.revoke(hashes);
      // Put there even where nothing is cached: an introspection that read the former row then finds the place taken.
      for (const { hash, principal, secondsLeft } of renewals) await this.cache.replace(hash, principal, secondsLeft);
    } catch (error) {
      if (!isOutage(error)) throw error;
      log.warn({ err: error, count: hashes.length }, 'the cache cannot be told of a revocation; the event will');
    }
    return result;
  }
}
