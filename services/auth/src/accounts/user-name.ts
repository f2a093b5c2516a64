/** 3…30 characters that look the same in every font and script and need no escaping anywhere. */
export const USER_NAME = /^[a-z0-9._-]{3,30}$/;

// Names that people would take for the platform itself, or that paths and mail systems give a meaning.
const RESERVED = new Set([
  'abuse', 'account', 'accounts', 'admin', 'administrator', 'anonymous', 'api', 'auth', 'billing', 'bot', 'consent', 'contact', 'daemon',
  'deleted', 'everyone', 'exercises', 'guest', 'help', 'hostmaster', 'info', 'internal', 'mail', 'mailer-daemon', 'media', 'me', 'mod',
  'moderator', 'new', 'nobody', 'no-reply', 'noreply', 'null', 'official', 'operator', 'owner', 'postmaster', 'practika', 'privacy',
  'root', 'security', 'self', 'staff', 'superuser', 'support', 'sys', 'system', 'team', 'test', 'undefined', 'unknown', 'user', 'users',
  'webmaster', 'www',
]);

/** Dots, dashes and underscores do not make a reserved name another one. */
export function isReservedUserName(name: string): boolean {
  return RESERVED.has(name) || RESERVED.has(name.replace(/[._-]/g, '')) || !/[a-z0-9]/.test(name);
}
