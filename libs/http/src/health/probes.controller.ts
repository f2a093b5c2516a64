import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ServiceTokenSigner } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import type { JWK } from 'jose';
import { Internal } from '../routing/decorators.js';
import { HealthService } from './health.service.js';

/** On the internal port: what the orchestrator and the other services ask without a token. */
@ApiExcludeController()
@Controller()
export class ProbesController {
  constructor(
    @Inject(HealthService) private readonly health: HealthService,
    @Inject(ServiceTokenSigner) private readonly signer: ServiceTokenSigner,
  ) {}

  /** The process answers. Nothing else: a dependency that is down is no reason to kill it. */
  @Get('livez')
  @Internal('anyone')
  livez(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Internal('anyone')
  async readyz(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ ready: boolean; checks: Readonly<Record<string, 'ok' | 'down'>> }> {
    const { serving, checks } = await this.health.state();
    const ready = serving && !this.health.isDraining;
    if (!ready) reply.status(503);
    return { ready, checks };
  }

  @Get('internal/jwks')
  @Internal('anyone')
  async jwks(): Promise<{ keys: JWK[] }> {
    return { keys: [await this.signer.publicKey()] };
  }
}
