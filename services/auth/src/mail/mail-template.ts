import type { MailKind, MailVariables } from './mail-kinds.js';

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Wording {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly button: string | null;
  readonly afterwards: readonly string[];
}

const NOT_YOU = 'If this was not you, you need not do anything.';

function wordingOf(kind: Exclude<MailKind, 'suppressed'>, v: MailVariables): Wording {
  const name = v.username ?? '';
  switch (kind) {
    case 'verify-email':
      return {
        subject: 'Confirm your e-mail address for Practika',
        paragraphs: [`Somebody, probably you, signed up at Practika with this address and the user name “${name}”.`, 'Confirm the address to use the account. The link works once, within 24 hours.'],
        button: 'Confirm address', afterwards: [`${NOT_YOU} Do not confirm a sign-up that you did not make: its password is not yours.`],
      };
    case 'have-account':
      return {
        subject: 'You already have an account at Practika',
        paragraphs: ['Somebody, probably you, tried to sign up at Practika with this address. There is an account with it already.', 'Simply sign in. If you do not remember the password, ask for a new one on the sign-in page.'],
        button: null, afterwards: [NOT_YOU],
      };
    case 'reset-password':
      return {
        subject: 'Choose a new password for Practika',
        paragraphs: [`Somebody, probably you, asked for a new password for the account “${name}”.`, 'The link works once, within 30 minutes. Choosing a new password signs the account out everywhere.'],
        button: 'Choose a new password', afterwards: [`${NOT_YOU} The password stays as it is.`],
      };
    case 'password-changed':
      return {
        subject: 'Your password for Practika was changed',
        paragraphs: [`The password of the account “${name}” was changed just now. Other sessions were signed out and all API tokens were revoked.`],
        button: null, afterwards: ['If this was not you, ask for a new password on the sign-in page at once.'],
      };
    case 'invitation':
      return {
        subject: 'You are invited to Practika',
        paragraphs: [`You are invited to join Practika as ${/^[aeiou]/.test(v.role ?? '') ? 'an' : 'a'} ${v.role ?? 'member'}.`, 'The link works once, within 7 days, for this address alone.'],
        button: 'Accept the invitation', afterwards: ['If you do not want to join, you need not do anything.'],
      };
  }
}

/** @param link the whole URL; null for kinds without one */
export function renderMail(kind: Exclude<MailKind, 'suppressed'>, variables: MailVariables, link: string | null, publicOrigin: string): RenderedMail {
  const wording = wordingOf(kind, variables);
  const greeting = variables.displayName === undefined ? 'Hello,' : `Hello ${oneLine(variables.displayName)},`;
  const target = link ?? publicOrigin;
  const text = [greeting, ...wording.paragraphs, ...(wording.button === null ? [publicOrigin] : [`${wording.button}:\n${target}`]), ...wording.afterwards, '-- \nPractika'].join('\n\n');
  const html = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escape(wording.subject)}</title></head><body style="font-family:sans-serif;line-height:1.5;max-width:36rem;margin:2rem auto;padding:0 1rem">`,
    `<p>${escape(greeting)}</p>`,
    ...wording.paragraphs.map((p) => `<p>${escape(p)}</p>`),
    wording.button === null
      ? `<p><a href="${escape(publicOrigin)}">${escape(publicOrigin)}</a></p>`
      : `<p><a href="${escape(target)}" style="display:inline-block;padding:.6rem 1.2rem;background:#1d4ed8;color:#fff;border-radius:.4rem;text-decoration:none">${escape(wording.button)}</a></p>`
        + `<p>Or open this address:<br><a href="${escape(target)}">${escape(target)}</a></p>`,
    ...wording.afterwards.map((p) => `<p>${escape(p)}</p>`),
    '<p>Practika</p></body></html>',
  ].join('\n');
  return { subject: wording.subject, text, html };
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
