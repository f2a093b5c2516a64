import { Injectable } from '@nestjs/common';
import type { User } from '../accounts/user.js';
import { UsersRepository } from '../accounts/users.repository.js';
import { LinkTokens } from '../mail/link-tokens.js';
import { MailOutbox } from '../mail/mail-outbox.js';
import { KnownDevicesRepository } from '../sessions/known-devices.repository.js';
import type { Revocations } from '../sessions/revoking-transactions.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { ApiTokensRepository } from '../tokens/api-tokens.repository.js';
import type { Tx } from '../transactions/transactions.js';
import { PasswordResetsRepository } from './password-resets.repository.js';

/** What survives a new password: for a change the session and the device that it was made from, for a reset nothing. */
export interface Survivors {
  readonly sessionId: string | null;
  readonly deviceHash: string | null;
}

/** A new password ends everything that the former one, or somebody who knew it, may have opened. */
@Injectable()
export class PasswordReplacement {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly tokens: ApiTokensRepository,
    private readonly devices: KnownDevicesRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly links: LinkTokens,
    private readonly mails: MailOutbox,
  ) {}

  async replace(tx: Tx, revocations: Revocations, user: User, passwordHash: string, survivors: Survivors): Promise<void> {
    await this.users.setPassword(tx, user.id, passwordHash);
    revocations.add(user.id, await this.sessions.revokeAll(tx, user.id, survivors.sessionId));
    revocations.add(user.id, await this.tokens.revokeAll(tx, user.id));
    await this.devices.forgetAll(tx, user.id, survivors.deviceHash);
    await this.resets.useAll(tx, user.id);
    await this.mails.add(tx, this.links.issue(), {
      kind: 'password-changed', ownerId: user.id, address: user.email, variables: { displayName: user.displayName, username: user.username },
    });
  }
}
