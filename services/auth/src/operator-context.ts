import { connect, createDataSource } from '@practika/database';
import { Outbox } from '@practika/events';
import { AccountCreation } from './accounts/account-creation.js';
import { UserNamesRepository } from './accounts/user-names.repository.js';
import { UsersRepository } from './accounts/users.repository.js';
import { passwordHasher, passwordPolicy } from './auth-core.module.js';
import type { OperatorConfig } from './operator.config.js';
import { SecurityEventsRepository } from './security-events/security-events.repository.js';
import { TypeormTransactions } from './transactions/typeorm-transactions.repository.js';

/** Runs an operator's command against the database, then lets go of it. */
export async function withAccounts<T>(config: OperatorConfig, work: (accounts: AccountCreation) => Promise<T>): Promise<T> {
  const dataSource = createDataSource({ url: config.databaseUrl, entities: [], migrations: [], applicationName: 'auth-operator', poolSize: 2 });
  await connect(dataSource, 10);
  try {
    return await work(new AccountCreation(
      new TypeormTransactions(dataSource), new UsersRepository(), new UserNamesRepository(), passwordPolicy(config.passwordMinLength),
      await passwordHasher({ peppers: config.peppers, hashQueue: 16 }), new Outbox(), new SecurityEventsRepository(),
    ));
  } finally {
    await dataSource.destroy();
  }
}
