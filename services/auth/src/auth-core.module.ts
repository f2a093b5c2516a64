import { availableParallelism } from 'node:os';
import { type DynamicModule, Module } from '@nestjs/common';
import { CommonPasswords } from '@practika/password-policy';
import { COMMON_PASSWORDS } from '@practika/password-policy/common-passwords';
import { SignUpsRepository } from './accounts/sign-ups.repository.js';
import { UserNamesRepository } from './accounts/user-names.repository.js';
import { UsersRepository } from './accounts/users.repository.js';
import { AuthSettings } from './auth-settings.js';
import { CredentialsRepository } from './introspection/credentials.repository.js';
import { InvitationsRepository } from './invitations/invitations.repository.js';
import { LinkTokens } from './mail/link-tokens.js';
import { MailOutbox } from './mail/mail-outbox.js';
import { MailsRepository } from './mail/mails.repository.js';
import { HashingSlots } from './passwords/hashing-slots.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { PasswordPolicy } from './passwords/password-policy.js';
import { PasswordResetsRepository } from './passwords/password-resets.repository.js';
import { livePeppers, type Pepper } from './passwords/peppers.js';
import { AuthPersonalData } from './privacy/auth-personal-data.js';
import { SecurityEventsRepository } from './security-events/security-events.repository.js';
import { KnownDevicesRepository } from './sessions/known-devices.repository.js';
import { RevokingTransactions } from './sessions/revoking-transactions.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { ApiTokensRepository } from './tokens/api-tokens.repository.js';
import { Transactions } from './transactions/transactions.js';
import { TypeormTransactions } from './transactions/typeorm-transactions.repository.js';

export interface AuthCoreOptions {
  readonly settings: AuthSettings;
  readonly peppers: readonly [Pepper, ...Pepper[]];
}

export interface PasswordOptions {
  readonly minLength: number;
  readonly peppers: readonly [Pepper, ...Pepper[]];
  readonly hashQueue: number;
}

/** How new passwords are judged and all are hashed: what the API and the operator's commands share. */
export function passwordPolicy(minLength: number): PasswordPolicy {
  return new PasswordPolicy(minLength, CommonPasswords.of(COMMON_PASSWORDS));
}

export function passwordHasher(options: Pick<PasswordOptions, 'peppers' | 'hashQueue'>): Promise<PasswordHasher> {
  return PasswordHasher.create(new HashingSlots(availableParallelism(), options.hashQueue), livePeppers(options.peppers));
}

const repositories = [
  UsersRepository, SignUpsRepository, UserNamesRepository, SessionsRepository, KnownDevicesRepository, ApiTokensRepository, PasswordResetsRepository,
  InvitationsRepository, MailsRepository, SecurityEventsRepository, CredentialsRepository,
];

/** What the API and the worker have in common: tables, mailed links, revocation, a person's data. */
@Module({})
export class AuthCoreModule {
  static forRoot(options: AuthCoreOptions): DynamicModule {
    return {
      module: AuthCoreModule,
      global: true,
      providers: [
        { provide: AuthSettings, useValue: options.settings },
        { provide: Transactions, useClass: TypeormTransactions },
        { provide: LinkTokens, useFactory: () => new LinkTokens(livePeppers(options.peppers)) },
        ...repositories, MailOutbox, RevokingTransactions, AuthPersonalData,
      ],
      exports: [AuthSettings, Transactions, LinkTokens, ...repositories, MailOutbox, RevokingTransactions, AuthPersonalData],
    };
  }
}
