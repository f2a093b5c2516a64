/** `suppressed` is written where no mail may go out, so that a request does the same work in both cases. */
export const MAIL_KINDS = ['verify-email', 'have-account', 'reset-password', 'password-changed', 'invitation', 'suppressed'] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** Path on the public origin that a kind's link leads to. */
export const LINK_PATHS: Readonly<Record<MailKind, string | null>> = {
  'verify-email': '/verify-email',
  'have-account': null,
  'reset-password': '/reset-password',
  'password-changed': null,
  'invitation': '/accept-invitation',
  'suppressed': null,
};

/** What the texts may mention. */
export interface MailVariables {
  readonly displayName?: string;
  readonly username?: string;
  readonly role?: string;
}
