import { type DynamicModule, Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { secretFiles } from '@practika/config';
import { DatabaseModule } from '@practika/database';
import { EventsModule } from '@practika/events';
import { liveCache } from '@practika/http';
import { CredentialCache } from '@practika/identity';
import { JobsModule } from '@practika/jobs';
import { Redis } from 'ioredis';
import type { AuthWorkerConfig } from './auth.config.js';
import { AuthCoreModule } from './auth-core.module.js';
import { HousekeepingService } from './housekeeping.service.js';
import { SessionRevokedHandler } from './introspection/session-revoked.handler.js';
import { MailDelivery } from './mail/mail-delivery.js';
import { MailProcessor } from './mail/mail.processor.js';
import { MailSender } from './mail/mail-sender.js';
import { SmtpMailSender, type SmtpOptions } from './mail/smtp.mail-sender.js';
import { authMigrations } from './migrations/auth-migrations.js';

const POOL_SIZE = 10;

@Injectable()
class CacheShutdown implements OnApplicationShutdown {
  constructor(@Inject(Redis) private readonly redis: Redis) {}

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}

@Global()
@Module({})
class CacheModule {
  static forRoot(url: string): DynamicModule {
    return {
      module: CacheModule,
      providers: [
        { provide: Redis, useFactory: () => liveCache(url) },
        { provide: CredentialCache, useFactory: (redis: Redis) => new CredentialCache(redis), inject: [Redis] },
        CacheShutdown,
      ],
      exports: [CredentialCache],
    };
  }
}

function mailSender(options: SmtpOptions): MailSender {
  const sender = new SmtpMailSender(options);
  secretFiles.on<string>('SMTP_URL', (changed) => sender.use(changed));
  return sender;
}

/** Mails, the outbox relay, this service's own events, and tidying up. */
@Module({})
export class AuthWorkerModule {
  /** @param markSuffix keeps two databases apart that share a Redis, as in tests */
  static forRoot(config: AuthWorkerConfig, markSuffix?: string): DynamicModule {
    const settings = { publicOrigin: config.publicOrigin, secureCookies: config.publicOrigin.startsWith('https://'), adminAllowedAddresses: [], addressLimitFactor: 1 };
    return {
      module: AuthWorkerModule,
      imports: [
        DatabaseModule.forRoot({ url: config.databaseUrl, entities: [], migrations: authMigrations, applicationName: 'auth-worker', poolSize: POOL_SIZE, waitForSchema: true }),
        CacheModule.forRoot(config.redisCacheUrl),
        AuthCoreModule.forRoot({ settings, peppers: config.peppers }),
        EventsModule.forWorker({ service: 'auth', redisUrl: config.redisQueueUrl, handlers: [SessionRevokedHandler], ...(markSuffix === undefined ? {} : { markSuffix }) }),
        JobsModule.forWorker({ redisUrl: config.redisQueueUrl, queues: ['mail'], processors: [MailProcessor] }),
      ],
      providers: [{ provide: MailSender, useFactory: () => mailSender(config.smtp) }, MailDelivery, MailProcessor, SessionRevokedHandler, HousekeepingService],
    };
  }
}
