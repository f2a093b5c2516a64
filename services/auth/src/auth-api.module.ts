import { type DynamicModule, Module } from '@nestjs/common';
import { DatabaseModule } from '@practika/database';
import { EventsModule, JobRetries } from '@practika/events';
import { ApiModule, QueueAudit, queueDesk, queuesController } from '@practika/http';
import { Redis } from 'ioredis';
import { AccountsController } from './accounts/accounts.controller.js';
import { MeController } from './accounts/me.controller.js';
import { ProfileService } from './accounts/profile.service.js';
import { SignUpService } from './accounts/sign-up.service.js';
import { VerificationService } from './accounts/verification.service.js';
import type { AuthApiConfig } from './auth.config.js';
import { AuthCoreModule, passwordHasher, passwordPolicy } from './auth-core.module.js';
import { AuthIntrospector } from './introspection/auth-introspector.js';
import { IntrospectionModule } from './introspection/introspection.module.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { MailRetries } from './mail/mail-retries.js';
import { authMigrations } from './migrations/auth-migrations.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { PasswordPolicy } from './passwords/password-policy.js';
import { PasswordReplacement } from './passwords/password-replacement.js';
import { PasswordsController } from './passwords/passwords.controller.js';
import { PasswordsService } from './passwords/passwords.service.js';
import { PeopleController } from './people/people.controller.js';
import { QueueDecisions } from './security-events/queue-decisions.js';
import { SecurityEventsController } from './security-events/security-events.controller.js';
import { SessionCookies } from './sessions/session-cookies.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignInController } from './sessions/sign-in.controller.js';
import { SignInService } from './sessions/sign-in.service.js';
import { AccountLimits } from './throttling/account-limits.js';
import { MemorySignInThrottle } from './throttling/memory.sign-in-throttle.js';
import { RedisSignInThrottle } from './throttling/redis.sign-in-throttle.js';
import { SignInGate } from './throttling/sign-in-gate.js';
import { SignInThrottle } from './throttling/sign-in-throttle.js';
import { TokensController } from './tokens/tokens.controller.js';
import { TokensService } from './tokens/tokens.service.js';
import { AdminAddresses } from './users/admin-addresses.js';
import { UsersController } from './users/users.controller.js';
import { UsersService } from './users/users.service.js';
import { VERSION } from './version.js';

/** Limits by address are a hundred times wider outside production; limits by account are not. */
const DEVELOPMENT_FACTOR = 100;

@Module({})
export class AuthApiModule {
  static forRoot(config: AuthApiConfig): DynamicModule {
    const settings = {
      publicOrigin: config.http.publicOrigin,
      secureCookies: config.http.publicOrigin.startsWith('https://'),
      adminAllowedAddresses: config.adminAllowedAddresses,
      addressLimitFactor: config.http.profile === 'production' ? 1 : DEVELOPMENT_FACTOR,
    };
    return {
      module: AuthApiModule,
      imports: [
        DatabaseModule.forRoot({ url: config.databaseUrl, entities: [], migrations: authMigrations, applicationName: 'auth-api', poolSize: config.poolSize }),
        ApiModule.forRoot({ service: 'auth', version: VERSION, config: config.http, introspector: AuthIntrospector }),
        EventsModule.forProducer(),
        AuthCoreModule.forRoot({ settings, peppers: config.peppers }),
        IntrospectionModule,
      ],
      controllers: [
        AccountsController, MeController, PasswordsController, SignInController, SessionsController, TokensController, UsersController,
        InvitationsController, SecurityEventsController, PeopleController, queuesController('auth'),
      ],
      providers: [
        { provide: PasswordPolicy, useFactory: () => passwordPolicy(config.passwordMinLength) },
        { provide: PasswordHasher, useFactory: () => passwordHasher(config) },
        { provide: SignInThrottle, useFactory: (redis: Redis) => new RedisSignInThrottle(redis, new MemorySignInThrottle()), inject: [Redis] },
        queueDesk('auth'),
        { provide: JobRetries, useClass: MailRetries },
        { provide: QueueAudit, useClass: QueueDecisions },
        AccountLimits, SignInGate, SignUpService, VerificationService, ProfileService, PasswordReplacement, PasswordsService, SessionCookies, SignInService, SessionsService,
        TokensService, AdminAddresses, UsersService, InvitationsService,
      ],
    };
  }
}
