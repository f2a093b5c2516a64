import { type Role, ROLES } from '@practika/identity';
import { z } from 'zod';

export type UserStatus = 'active' | 'blocked';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly status: UserStatus;
  readonly leaving: boolean;
  readonly version: number;
  readonly emailVerifiedAt: Date;
  readonly createdAt: Date;
}

export const userView = z.object({
  id: z.uuid(),
  email: z.string(),
  username: z.string(),
  displayName: z.string(),
  role: z.enum(ROLES),
  status: z.enum(['active', 'blocked']),
  emailVerifiedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type UserView = z.infer<typeof userView>;

export function viewOf(user: User): UserView {
  return {
    id: user.id, email: user.email, username: user.username, displayName: user.displayName, role: user.role, status: user.status,
    emailVerifiedAt: user.emailVerifiedAt.toISOString(), createdAt: user.createdAt.toISOString(),
  };
}
