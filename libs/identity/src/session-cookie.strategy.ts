import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-custom';
import { cookieNames, parseCookies } from './cookies.js';
import { IdentitySettings } from './identity-settings.js';
import { PrincipalResolver } from './principal-resolver.js';
import type { Principal } from './principal.js';

export const SESSION_STRATEGY = 'session-cookie';

interface CarriesHeaders {
  readonly headers: { readonly cookie?: string };
}

/** The session cookie. Absent or dead: no principal, and the guard answers 401. */
@Injectable()
export class SessionCookieStrategy extends PassportStrategy(Strategy, SESSION_STRATEGY) {
  constructor(
    @Inject(PrincipalResolver) private readonly resolver: PrincipalResolver,
    @Inject(IdentitySettings) private readonly settings: IdentitySettings,
  ) {
    super();
  }

  async validate(request: CarriesHeaders): Promise<Principal | null> {
    const raw = parseCookies(request.headers.cookie).get(cookieNames(this.settings.secureCookies).session);
    return raw === undefined ? null : this.resolver.session(raw);
  }
}
