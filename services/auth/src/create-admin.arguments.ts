import { parseArgs } from 'node:util';
import { emailField, usernameField } from './accounts/account-fields.js';

export const CREATE_ADMIN_HELP = `Makes an administrator's account, with a verified address.

  create-admin --email ADDRESS --username NAME [--display-name NAME] [--generate]

The password is read from the terminal or, when input is piped, from its first line.
With --generate one is made and printed once.
Settings: DATABASE_URL, PASSWORD_PEPPER (the API's), PASSWORD_MIN_LENGTH.
`;

export type CreateAdminArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] }
  | { readonly kind: 'run'; readonly email: string; readonly username: string; readonly displayName: string; readonly generate: boolean };

export function readCreateAdminArguments(args: readonly string[]): CreateAdminArguments {
  let values: { email?: string; username?: string; 'display-name'?: string; generate?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...args], strict: true,
      options: { email: { type: 'string' }, username: { type: 'string' }, 'display-name': { type: 'string' }, generate: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }));
  } catch (error) {
    return { kind: 'wrong', problems: [error instanceof Error ? error.message : 'unknown argument'] };
  }
  if (values.help === true) return { kind: 'help' };
  const email = emailField.safeParse(values.email ?? '');
  const username = usernameField.safeParse(values.username ?? '');
  const problems = [
    ...(email.success ? [] : ['--email must be an e-mail address']),
    ...(username.success ? [] : [`--username ${username.error.issues[0]?.message ?? 'is not valid'}`]),
  ];
  if (!email.success || !username.success) return { kind: 'wrong', problems };
  return { kind: 'run', email: email.data, username: username.data, displayName: values['display-name'] ?? username.data, generate: values.generate === true };
}
