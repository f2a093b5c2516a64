import { createPublicKey } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runMain } from '@practika/config';
import { connect, createDataSource, isUuid } from '@practika/database';
import { loadVerifyConfig } from './consent.config.js';
import { ReceiptKeys } from './receipts/receipt-signer.js';
import { TypeormLedgerCheck } from './verification/typeorm-ledger-check.repository.js';
import { verifyLedger } from './verification/verify-ledger.js';

const HELP = `Checks the consent records: hash chains, signatures, and that the states in force follow from them.

Usage: node dist/main.verify-consents.js [--subject ID]

  --subject ID  only the records of this person (an id as auth gives it)
  --help        this text

Settings, each also as NAME_FILE: DATABASE_URL; RECEIPT_SIGNING_KEY (its public half is enough);
RECEIPT_EARLIER_KEYS (public keys used before).

Ends with 0 when everything holds, 1 when something is broken (each fault is a line that names the record),
2 for a wrong call, 78 for settings that cannot be used.
`;

function subjectOf(args: readonly string[]): { readonly help: boolean; readonly subject: string | null } | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { subject: { type: 'string' }, help: { type: 'boolean', default: false } } });
    if (values.subject !== undefined && !isUuid(values.subject)) return null;
    return { help: values.help, subject: values.subject ?? null };
  } catch {
    return null;
  }
}

await runMain(async () => {
  const call = subjectOf(process.argv.slice(2));
  if (call === null || call.help) {
    (call === null ? process.stderr : process.stdout).write(HELP);
    process.exitCode = call === null ? 2 : 0;
    return;
  }
  const config = loadVerifyConfig(process.env);
  const dataSource = await connect(createDataSource({ url: config.databaseUrl, entities: [], migrations: [], applicationName: 'verify-consents', poolSize: 2 }), 5);
  try {
    const ledger = new TypeormLedgerCheck(dataSource);
    if (call.subject !== null && !(await ledger.knows(call.subject))) {
      process.stdout.write('this person has no records\n');
      return;
    }
    const keys = await ReceiptKeys.of(config.keys.map((pem) => createPublicKey(pem)));
    const { records, chains, faults } = await verifyLedger(ledger, (jws, record) => keys.signed(jws, record), call.subject);
    for (const fault of faults) process.stdout.write(`BROKEN: ${fault}\n`);
    process.stdout.write(`${records} records in ${chains} chains, ${faults.length} faults\n`);
    process.exitCode = faults.length === 0 ? 0 : 1;
  } finally {
    await dataSource.destroy();
  }
});
