import { Controller, type DynamicModule, Inject, Injectable, Module, type OnApplicationShutdown, type OnModuleInit, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { ApiTags } from '@nestjs/swagger';
import {
  ApiTokenStrategy, CredentialCache, IdentitySettings, InternalClient, Introspector, PrincipalResolver, RemoteIntrospector, serviceSigner, ServiceTokenSigner, ServiceTokenVerifier, SessionCookieStrategy,
} from '@practika/identity';
import { currentTraceparent } from '@practika/observability';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { HttpSettings } from './boot/http-settings.js';
import { liveCache } from './boot/live-cache.js';
import { Shutdown } from './boot/shutdown.js';
import { AccessRules } from './guards/access-rules.js';
import { Authentication } from './guards/authentication.js';
import { HourlyLimits } from './guards/hourly-limits.js';
import { RequestGuard } from './guards/request.guard.js';
import { databaseChecks } from './health/database-checks.js';
import { HealthController } from './health/health.controller.js';
import { HealthService } from './health/health.service.js';
import { JwksController } from './health/jwks.controller.js';
import type { HttpConfig } from './http-config.js';
import { RateLimiter } from './limits/rate-limiter.js';
import { ProblemFilter } from './routing/problem.filter.js';
import { RouteRegistrar } from './routing/route-registrar.js';
import { RouteTable } from './routing/route-table.js';

export interface ApiOptions {
  readonly service: 'auth' | 'exercises' | 'media' | 'consent';
  readonly version: string;
  readonly config: HttpConfig;
  /** auth answers look-ups from its own tables; everybody else asks auth. */
  readonly introspector?: Type<Introspector>;
}

@Injectable()
class StandardHealthChecks implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(HealthService) private readonly health: HealthService,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Redis) private readonly redis: Redis,
  ) {}

  onModuleInit(): void {
    this.health.add(
      ...databaseChecks(this.dataSource),
      // Without it sessions are looked up at auth and limits are counted in memory: slower, not down.
      { name: 'cache', critical: false, check: async () => { await this.redis.ping(); } },
    );
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}

/** Everything that makes a process an API of the platform. Services import it once, with DatabaseModule beside it. */
@Module({})
export class ApiModule {
  static forRoot(options: ApiOptions): DynamicModule {
    const { service, config } = options;
    class ServiceHealthController extends HealthController {}
    Controller(`/api/${service}/v1`)(ServiceHealthController);
    ApiTags('health')(ServiceHealthController);
    return {
      module: ApiModule,
      global: true,
      imports: [DiscoveryModule],
      // The catch-all comes last; find-my-way prefers exact routes whatever the order.
      controllers: [ServiceHealthController, JwksController],
      providers: [
        { provide: HttpSettings, useValue: new HttpSettings(service, options.version, config) },
        { provide: IdentitySettings, useValue: new IdentitySettings(config.publicOrigin.startsWith('https://')) },
        { provide: Redis, useFactory: () => liveCache(config.redisCacheUrl) },
        { provide: CredentialCache, useFactory: (redis: Redis) => new CredentialCache(redis), inject: [Redis] },
        { provide: RateLimiter, useFactory: (redis: Redis) => new RateLimiter(redis), inject: [Redis] },
        { provide: ServiceTokenSigner, useFactory: () => serviceSigner(service, config.serviceKey) },
        { provide: ServiceTokenVerifier, useFactory: () => new ServiceTokenVerifier(service, config.peers) },
        { provide: InternalClient, useFactory: (signer: ServiceTokenSigner) => new InternalClient(signer, config.peers, currentTraceparent), inject: [ServiceTokenSigner] },
        options.introspector === undefined
          ? { provide: Introspector, useFactory: (client: InternalClient) => new RemoteIntrospector(client), inject: [InternalClient] }
          : { provide: Introspector, useExisting: options.introspector },
        { provide: PrincipalResolver, useFactory: (cache: CredentialCache, introspector: Introspector) => new PrincipalResolver(cache, introspector), inject: [CredentialCache, Introspector] },
        SessionCookieStrategy, ApiTokenStrategy, RouteTable, RouteRegistrar, HealthService, StandardHealthChecks, Shutdown,
        Authentication, HourlyLimits, AccessRules,
        { provide: APP_GUARD, useClass: RequestGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [HttpSettings, IdentitySettings, Redis, CredentialCache, RateLimiter, InternalClient, PrincipalResolver, HealthService, RouteTable, Shutdown],
    };
  }
}
