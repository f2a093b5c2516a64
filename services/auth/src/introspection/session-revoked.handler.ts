import { Injectable } from '@nestjs/common';
import { EventHandler, type ReceivedEvent } from '@practika/events';
import { CredentialCache } from '@practika/identity';
import type { Tx } from '../transactions/transactions.js';
import { CredentialsRepository } from './credentials.repository.js';

type Revoked = 'practika.auth.session.revoked.v1';

/** The second road of a revocation: when whoever revoked could not reach the cache, this brings the tombstones. */
@Injectable()
export class SessionRevokedHandler extends EventHandler<Revoked> {
  readonly types = ['practika.auth.session.revoked.v1'] as const;

  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly cache: CredentialCache,
  ) {
    super();
  }

  async handle(manager: Tx, event: ReceivedEvent<Revoked>): Promise<void> {
    await this.cache.revoke(await this.credentials.lately(manager, event.data.userId));
  }
}
