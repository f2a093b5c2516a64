// One account per role for the local platform, with random passwords, through the auth service's own command.
import { existsSync, readFileSync } from 'node:fs';
import { writeJson } from './ledger.mjs';
import { randomWord } from './secrets.mjs';
import { step } from './say.mjs';

const ROLES = ['admin', 'staff', 'instructor', 'student'];

/** Names must say nothing that the password rules compare with; passwords are random. */
const newAccount = (role) => ({ email: `demo-${role}@example.org`, username: `demo-${role}`, password: randomWord(20) });

/** @returns {Promise<Record<string, { email: string, username: string, password: string }>>} what accounts.json holds */
export async function developmentAccounts(platform) {
  const path = platform.state.accounts;
  const kept = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const accounts = Object.fromEntries(ROLES.map((role) => [role, kept[role] ?? newAccount(role)]));
  step('accounts: one for each role');
  // Kept before they are made: a run that is cut off in between makes them again with the same passwords.
  writeJson(path, accounts);
  await platform.command('auth', 'accounts', platform.env.service('auth', 'api'), { input: JSON.stringify(accounts) });
  return accounts;
}
