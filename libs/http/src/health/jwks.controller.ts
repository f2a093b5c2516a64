import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ServiceTokenSigner } from '@practika/identity';
import type { JWK } from 'jose';
import { Internal } from '../routing/decorators.js';

/** On the internal port: the keys by which the other services know this one. They ask without a token. */
@ApiExcludeController()
@Controller()
export class JwksController {
  constructor(@Inject(ServiceTokenSigner) private readonly signer: ServiceTokenSigner) {}

  @Get('internal/jwks')
  @Internal('anyone')
  async jwks(): Promise<{ keys: JWK[] }> {
    return { keys: await this.signer.publicKeys() };
  }
}
