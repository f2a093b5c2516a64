import { randomBytes } from 'node:crypto';
import { runMain } from '@practika/config';
import { DomainError } from '@practika/problems';
import { CREATE_ADMIN_HELP, readCreateAdminArguments } from './create-admin.arguments.js';
import { loadOperatorConfig } from './operator.config.js';
import { withAccounts } from './operator-context.js';
import { readPassword } from './password-prompt.js';

const EXIT_USAGE = 64;
const EXIT_REFUSED = 1;

function refuse(exitCode: number, ...sentences: readonly string[]): void {
  process.stderr.write(`${sentences.join('\n')}\n`);
  process.exitCode = exitCode;
}

await runMain(async () => {
  const args = readCreateAdminArguments(process.argv.slice(2));
  if (args.kind === 'help') {
    process.stdout.write(CREATE_ADMIN_HELP);
    return;
  }
  if (args.kind === 'wrong') return refuse(EXIT_USAGE, ...args.problems, '', CREATE_ADMIN_HELP);
  const config = loadOperatorConfig(process.env);
  const password = args.generate ? randomBytes(18).toString('base64url') : await readPassword('Password: ');
  const { email, username, displayName } = args;
  try {
    const id = await withAccounts(config, (accounts) => accounts.create({ email, username, displayName, role: 'admin', password }));
    process.stdout.write(`Administrator ${id} was made.\n`);
    if (args.generate) process.stdout.write(`Password (shown this once): ${password}\n`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    refuse(EXIT_REFUSED, ...(error.errors?.map((e) => `${e.pointer.slice(1)} ${e.detail}`) ?? [error.message]));
  }
});
