import type { Principal } from '@practika/identity';
import { DomainError } from '@practika/problems';

/** @throws account-leaving for a person whose erasure is in its grace: they read and cancel, and write nothing new */
export function refuseLeaving(principal: Principal): void {
  if (principal.leaving) throw new DomainError('account-leaving');
}
