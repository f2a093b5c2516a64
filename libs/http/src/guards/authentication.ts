import { Inject, Injectable } from '@nestjs/common';
import { type Principal, ServiceTokenVerifier, SESSION_STRATEGY, TOKEN_STRATEGY } from '@practika/identity';
import { DomainError } from '@practika/problems';
import passport from 'passport';
import type { Access } from '../routing/decorators.js';
import type { PractikaRequest } from '../request/practika-request.js';

type Authenticate = (request: unknown, response: unknown, next: (error?: unknown) => void) => void;

/** First step: finds out who asks. Whether that is enough is for the steps behind it. */
@Injectable()
export class Authentication {
  constructor(@Inject(ServiceTokenVerifier) private readonly serviceTokens: ServiceTokenVerifier) {}

  async identify(request: PractikaRequest, access: Access): Promise<void> {
    if (access.kind === 'internal') await this.authenticateService(request, access.callers);
    else request.principal = access.kind === 'public' ? null : await this.person(request);
  }

  private async authenticateService(request: PractikaRequest, callers: readonly string[]): Promise<void> {
    if (callers.includes('anyone')) return;
    const match = /^Bearer ([^\s]+)$/.exec(request.headers.authorization ?? '');
    if (match?.[1] === undefined) throw new DomainError('unauthenticated');
    const caller = await this.serviceTokens.verify(match[1]);
    if (!callers.includes(caller)) throw new DomainError('forbidden');
    request.callingService = caller;
  }

  /** With both credentials there the header counts, and a bad header is not mended by a good cookie. */
  private person(request: PractikaRequest): Promise<Principal | null> {
    const strategy = request.headers.authorization === undefined ? SESSION_STRATEGY : TOKEN_STRATEGY;
    return new Promise((resolve, reject) => {
      const done = (error: unknown, user: Principal | false | null | undefined) => (error ? reject(error) : resolve(user || null));
      const authenticate = passport.authenticate(strategy, { session: false }, done) as Authenticate;
      authenticate(request, undefined, (error) => reject(error ?? new Error('a strategy neither succeeded nor failed')));
    });
  }
}
