import { listQuery, pageOf } from '@practika/http';
import { z } from 'zod';
import { passwordField } from '../accounts/account-fields.js';
import { userView } from '../accounts/user.js';
import type { Session } from './session.js';

export const signInBody = z.strictObject({ identifier: z.string().trim().min(1).max(254), password: passwordField });
export const stepUpBody = z.strictObject({ password: passwordField });
export const signedInAnswer = z.object({ user: userView, csrfToken: z.string(), expiresAt: z.iso.datetime() });
export const csrfAnswer = z.object({ csrfToken: z.string() });

export const sessionView = z.object({
  id: z.uuid(), current: z.boolean(), createdAt: z.iso.datetime(), lastSeenAt: z.iso.datetime(), expiresAt: z.iso.datetime(), device: z.string(), ipPrefix: z.string(),
});
export const sessionsQuery = z.object(listQuery);
export const sessionsPage = pageOf(sessionView);

export function viewOfSession(session: Session, currentId: string): z.infer<typeof sessionView> {
  return {
    id: session.id, current: session.id === currentId, createdAt: session.createdAt.toISOString(), lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(), device: session.device, ipPrefix: session.ipPrefix,
  };
}
