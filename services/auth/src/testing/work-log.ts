import { PasswordHasher } from '../passwords/password-hasher.js';
import { DataSource } from 'typeorm';
import type { AuthStack } from './auth-stack.js';

export interface Work {
  /** SQL texts without their values, in order. */
  readonly statements: string[];
  /** Calls of the password hasher, in order. */
  readonly hashes: string[];
}

/** For tests: writes down what a request makes the API do, so that two branches can be compared to the letter. */
export function recordWork(stack: AuthStack): { take(): Work; stop(): void } {
  const work: { statements: string[]; hashes: string[] } = { statements: [], hashes: [] };
  const source = stack.get(DataSource) as unknown as { logger: object };
  const hasher = stack.get(PasswordHasher);
  const former = source.logger;
  const quiet = Object.fromEntries(['logQueryError', 'logQuerySlow', 'logSchemaBuild', 'logMigration', 'log'].map((name) => [name, () => undefined]));
  source.logger = { ...quiet, logQuery: (sql: string) => { work.statements.push(sql.replace(/\s+/g, ' ').trim()); } };
  const hash = hasher.hash.bind(hasher);
  const verify = hasher.verify.bind(hasher);
  hasher.hash = (password) => {
    work.hashes.push('hash');
    return hash(password);
  };
  hasher.verify = (stored, password) => {
    work.hashes.push('verify');
    return verify(stored, password);
  };
  return {
    take: () => ({ statements: work.statements.splice(0), hashes: work.hashes.splice(0) }),
    stop: () => {
      source.logger = former;
      hasher.hash = hash;
      hasher.verify = verify;
    },
  };
}
