import { randomBytes } from 'node:crypto';
import { isStaff, type Principal, type Role, type SessionPrincipal } from '@practika/identity';
import { DomainError } from '@practika/problems';

/** Seconds that a session lives without being used. */
export const IDLE_SECONDS = 60 * 60;
/** Who can change others' things is signed out sooner. */
export const STAFF_IDLE_SECONDS = 30 * 60;
/** Seconds that a session lives at most. */
export const ABSOLUTE_SECONDS = 12 * 60 * 60;

export const idleSeconds = (role: Role): number => (isStaff(role) ? STAFF_IDLE_SECONDS : IDLE_SECONDS);

/** 256 random bits as 43 characters: for sessions, devices and anonymous CSRF tokens. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

export interface Session {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  /** When it ends if it is not used again. */
  readonly expiresAt: Date;
  readonly device: string;
  readonly ipPrefix: string;
}

/** The permission table keeps API tokens away from these routes; this keeps the compiler sure of it. */
export function sessionOf(principal: Principal): SessionPrincipal {
  if (principal.kind !== 'session') throw new DomainError('insufficient-scope');
  return principal;
}
