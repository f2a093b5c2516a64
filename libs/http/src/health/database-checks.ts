import { schemaProblem } from '@practika/database';
import type { DataSource } from 'typeorm';
import { type HealthCheck, NotServing } from './health-check.js';

/** What every process with a database depends on: that it answers, and that it has what this build needs. */
export function databaseChecks(dataSource: DataSource): readonly HealthCheck[] {
  return [
    { name: 'database', critical: true, check: async () => { await dataSource.query('SELECT 1'); } },
    {
      name: 'schema', critical: true,
      check: async () => {
        const problem = await schemaProblem(dataSource);
        if (problem !== null) throw new NotServing(problem);
      },
    },
  ];
}
