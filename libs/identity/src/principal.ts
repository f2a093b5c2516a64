import type { Role, Scope } from './permissions.js';

/** The person behind a request. `leaving`: an erasure is in grace, so they may read and cancel but not write. */
interface PersonPrincipal {
  readonly userId: string;
  readonly role: Role;
  readonly leaving: boolean;
}

export interface SessionPrincipal extends PersonPrincipal {
  readonly kind: 'session';
  readonly sessionId: string;
  /** When the person last gave their password in this session (ms since the epoch): what step-up looks at. */
  readonly authenticatedAt: number;
}

export interface TokenPrincipal extends PersonPrincipal {
  readonly kind: 'token';
  readonly tokenId: string;
  readonly scopes: readonly Scope[];
}

export type Principal = SessionPrincipal | TokenPrincipal;
