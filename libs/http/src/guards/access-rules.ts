import { Inject, Injectable } from '@nestjs/common';
import { cookieNames, csrfTokenFor, PERMISSIONS, type Permission, type Principal, parseCookies, roleMay, sameSecret } from '@practika/identity';
import { DomainError } from '@practika/problems';
import { HttpSettings } from '../boot/http-settings.js';
import type { HandlerRules } from '../routing/handler-rules.js';
import { RouteTable } from '../routing/route-table.js';
import type { PractikaRequest } from '../request/practika-request.js';

/** Milliseconds that a given password counts for step-up routes. */
const STEP_UP_WINDOW = 5 * 60_000;

/** Third step: the contract's order of refusals up to the body: 401, cross-site 403, (404 and 405,) role, scope, step-up. */
@Injectable()
export class AccessRules {
  private readonly secure: boolean;

  constructor(
    @Inject(HttpSettings) private readonly settings: HttpSettings,
    @Inject(RouteTable) private readonly routes: RouteTable,
  ) {
    this.secure = settings.config.publicOrigin.startsWith('https://');
  }

  check(request: PractikaRequest, { access, stepUp }: HandlerRules): void {
    const principal = request.principal ?? null;
    const open = access.kind === 'public' || (access.kind === 'unrouted' && this.routes.isOpen(request.url));
    if (principal === null && !open) throw new DomainError('unauthenticated', { headers: { 'www-authenticate': 'Bearer realm="practika"' } });
    this.refuseForeign(request, principal);
    if (access.kind === 'permission' && principal !== null) {
      this.refuseByTable(principal, access.permission);
      if (stepUp) this.refuseWithoutStepUp(principal);
    }
  }

  private refuseForeign(request: PractikaRequest, principal: Principal | null): void {
    if (request.method === 'GET' || request.method === 'HEAD' || principal?.kind === 'token') return;
    // No other site can make a browser send this header unasked; an open route has nobody look at what is in it.
    if (principal === null && /^bearer /i.test(request.headers.authorization ?? '')) return;
    const { origin, 'sec-fetch-site': site } = request.headers;
    if (site === 'cross-site' || (origin !== undefined && !this.settings.config.origins.includes(origin))) throw new DomainError('csrf-failed');
    if (principal?.kind !== 'session') return;
    const cookies = parseCookies(request.headers.cookie);
    const names = cookieNames(this.secure);
    const expected = csrfTokenFor(cookies.get(names.session) ?? '');
    const header = request.headers['x-csrf-token'];
    // Double submit: header and cookie agree, and both are this session's, so that a planted cookie is of no use.
    if (typeof header !== 'string' || !sameSecret(header, expected) || !sameSecret(cookies.get(names.csrf) ?? '', expected)) throw new DomainError('csrf-failed');
  }

  private refuseByTable(principal: Principal, permission: Permission): void {
    const { scope } = PERMISSIONS[permission];
    if (!roleMay(principal.role, permission)) throw new DomainError('forbidden');
    if (principal.kind === 'token' && (scope === null || !principal.scopes.includes(scope))) throw new DomainError('insufficient-scope');
  }

  private refuseWithoutStepUp(principal: Principal): void {
    if (principal.kind === 'token' || Date.now() - principal.authenticatedAt > STEP_UP_WINDOW) throw new DomainError('step-up-required');
  }
}
