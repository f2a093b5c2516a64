import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-custom';
import { PrincipalResolver } from './principal-resolver.js';
import type { Principal } from './principal.js';

export const TOKEN_STRATEGY = 'api-token';

interface CarriesHeaders {
  readonly headers: { readonly authorization?: string };
}

/**
 * `Authorization: Bearer prk_…`, from the header alone: passport-http-bearer would also take a token from the query
 * string, where proxies and browser histories keep it.
 */
@Injectable()
export class ApiTokenStrategy extends PassportStrategy(Strategy, TOKEN_STRATEGY) {
  constructor(@Inject(PrincipalResolver) private readonly resolver: PrincipalResolver) {
    super();
  }

  async validate(request: CarriesHeaders): Promise<Principal | null> {
    const match = /^Bearer +([^\s]+) *$/i.exec(request.headers.authorization ?? '');
    return match?.[1] === undefined ? null : this.resolver.token(match[1]);
  }
}
