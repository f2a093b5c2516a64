import { isStaff, type Principal } from '@practika/identity';
import { DomainError } from '@practika/problems';

/** A person's video is theirs and the staff's; to everybody else it does not exist. */
export function requireVisible<T extends { readonly ownerId: string }>(caller: Principal, asset: T | null): T {
  if (asset === null || (asset.ownerId !== caller.userId && !isStaff(caller.role))) throw new DomainError('not-found');
  return asset;
}
