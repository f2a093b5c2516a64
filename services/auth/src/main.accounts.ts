import { text } from 'node:stream/consumers';
import { ConfigError, runMain } from '@practika/config';
import { ROLES } from '@practika/identity';
import { demoAccounts } from './demo-accounts.js';
import { loadDemoConfig } from './operator.config.js';
import { withAccounts } from './operator-context.js';

// For `npm start` alone: a verified account per role, given as JSON on standard input. Accounts that exist keep
// everything but their password, which becomes the one that was given.
await runMain(async () => {
  const config = loadDemoConfig(process.env);
  const parsed = demoAccounts.safeParse(JSON.parse(await text(process.stdin)));
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  await withAccounts(config, async (accounts) => {
    for (const role of ROLES) {
      const wanted = parsed.data[role];
      if (wanted === undefined) continue;
      const existing = await accounts.findByAddress(wanted.email);
      if (existing === null) await accounts.create({ ...wanted, role, displayName: `Demo ${role}` });
      else await accounts.resetPassword(existing.id, wanted.password);
    }
  });
});
