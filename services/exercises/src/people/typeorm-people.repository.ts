import { Injectable } from '@nestjs/common';
import { row, rows, touched } from '@practika/database';
import { DataSource, type EntityManager } from 'typeorm';
import { PeopleRepository, type KnownPerson } from './people.repository.js';

interface PersonRow { subject_id: string; display_name: string | null; revision: string; stale: boolean; erased: boolean }

@Injectable()
export class TypeormPeopleRepository extends PeopleRepository {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async find(ids: readonly string[]): Promise<ReadonlyMap<string, KnownPerson>> {
    const found = await rows<PersonRow>(
      this.dataSource,
      `SELECT subject_id, display_name, revision, stale, erased_at IS NOT NULL AS erased FROM people WHERE subject_id = ANY($1::uuid[])`,
      [ids],
    );
    return new Map(found.map((p) => [p.subject_id, { displayName: p.display_name, revision: p.revision, stale: p.stale, erased: p.erased }]));
  }

  async keep(id: string, displayName: string, revision: string): Promise<void> {
    await touched(
      this.dataSource,
      `INSERT INTO people AS p (subject_id, display_name, revision) VALUES ($1, $2, $3)
       ON CONFLICT (subject_id) DO UPDATE SET display_name = excluded.display_name, stale = false
       WHERE p.revision = excluded.revision AND p.erased_at IS NULL`,
      [id, displayName, revision],
    );
  }

  async isErased(id: string): Promise<boolean> {
    return (await row(this.dataSource, `SELECT 1 FROM people WHERE subject_id = $1 AND erased_at IS NOT NULL`, [id])) !== null;
  }
}

/** user.updated: the name is to be fetched again by the next reader; until then the old one is shown. */
export async function markPersonStale(manager: EntityManager, id: string): Promise<void> {
  await touched(
    manager,
    `INSERT INTO people AS p (subject_id, revision, stale) VALUES ($1, 1, true)
     ON CONFLICT (subject_id) DO UPDATE SET stale = true, revision = p.revision + 1 WHERE p.erased_at IS NULL`,
    [id],
  );
}

/** user.erased: leaves the bare id, which refuses names that were fetched before. Gives the number of names removed. */
export async function erasePerson(manager: EntityManager, id: string): Promise<number> {
  const known = await row(manager, `SELECT 1 FROM people WHERE subject_id = $1 AND erased_at IS NULL FOR UPDATE`, [id]);
  await touched(
    manager,
    `INSERT INTO people AS p (subject_id, revision, erased_at) VALUES ($1, 1, now())
     ON CONFLICT (subject_id) DO UPDATE SET display_name = NULL, stale = false, revision = p.revision + 1, erased_at = now() WHERE p.erased_at IS NULL`,
    [id],
  );
  return known === null ? 0 : 1;
}
