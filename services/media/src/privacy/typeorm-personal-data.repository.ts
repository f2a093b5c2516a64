import { Inject, Injectable } from '@nestjs/common';
import { PersonalDataStore, row, rows, touched } from '@practika/database';
import { DataSource, type EntityManager } from 'typeorm';
import { reason } from '../assets/asset.words.js';
import { TransitionRepository } from '../assets/typeorm-transition.repository.js';
import { MEDIA_TABLES } from './personal-tables.js';

const COLUMNS = Object.entries(MEDIA_TABLES).flatMap(([table, entry]) => ('column' in entry ? [[table, entry.column] as const] : []));
/** What a person is shown of each table; positions in the store mean nothing to them. */
const SHOWN: Readonly<Record<string, string>> = {
  assets: 'id, filename, declared_content_type, declared_size, declared_sha256, state, reason_code, reason_text, sha256, size, detected_container, duration_ms, width, height, frame_rate, created_at, deleted_at',
  uploads: 'id, asset_id, state, part_size, part_count, created_at, closed_at, expires_at',
  asset_history: 'seq, asset_id, state, reason_code, reason_text, at',
  verdicts: 'asset_id, attempt, sha256, bytes_expected, bytes_scanned, engine, engine_version, sigdb_version, sigdb_time, started, finished, outcome, signature_name',
  renditions: 'asset_id, name, content_type, size, sha256, created_at',
  asset_references: 'asset_id, reference_id, kind, created_at',
  // Not who decided: that is the reviewer's own data.
  quarantine_reviews: 'asset_id, decision, reason, at',
  consent_states: 'purpose, recipient, epoch, state, at',
  idempotency_keys: 'route, created_at',
};
const PAGE = 500;

@Injectable()
export class TypeormPersonalDataStore extends PersonalDataStore {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TransitionRepository) private readonly transitions: TransitionRepository,
  ) {
    super();
  }

  async count(subjectId: string): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (const [table, column] of COLUMNS) {
      counts[table] = Number((await row<{ n: string }>(this.dataSource, `SELECT count(*) AS n FROM ${table} WHERE ${column} = $1`, [subjectId]))?.n ?? 0);
    }
    const reviewed = await row<{ n: string }>(this.dataSource, 'SELECT count(*) AS n FROM quarantine_reviews WHERE reviewer_id = $1 AND owner_id <> $1', [subjectId]);
    counts['quarantine_reviews'] = (counts['quarantine_reviews'] ?? 0) + Number(reviewed?.n ?? 0);
    return counts;
  }

  async *collect(subjectId: string): AsyncIterable<{ readonly table: string; readonly row: Readonly<Record<string, unknown>> }> {
    for (const [table, column] of COLUMNS) {
      for (let offset = 0; ; offset += PAGE) {
        const page = await rows<Record<string, unknown>>(this.dataSource, `SELECT ${SHOWN[table] ?? '*'} FROM ${table} WHERE ${column} = $1 ORDER BY 1, 2 OFFSET ${offset} LIMIT ${PAGE}`, [subjectId]);
        for (const found of page) yield { table, row: found };
        if (page.length < PAGE) break;
      }
    }
    for (const found of await rows<Record<string, unknown>>(this.dataSource, `SELECT asset_id, decision, reason, at FROM quarantine_reviews WHERE reviewer_id = $1 AND owner_id <> $1 ORDER BY id`, [subjectId])) {
      yield { table: 'quarantine_reviews', row: found };
    }
  }

  erase(subjectId: string): Promise<Readonly<Record<string, number>>> {
    return this.dataSource.transaction((manager) => this.eraseIn(manager, subjectId));
  }

  /**
   * Rows of assets whose objects are still in the store stay until these are gone: repeat until `count` says nothing is
   * left. Objects first, since without its row nobody would know that an object is theirs.
   */
  async eraseIn(manager: EntityManager, subjectId: string): Promise<Readonly<Record<string, number>>> {
    const erased: Record<string, number> = {};
    const living = await rows<{ id: string }>(manager, `SELECT id FROM assets WHERE owner_id = $1 AND state NOT IN ('deleting', 'deleted') ORDER BY id FOR UPDATE`, [subjectId]);
    for (const { id } of living) await this.transitions.move(manager, { id, to: 'deleting', newAttempt: true, reason: reason('account-erased') });
    await manager.query(`UPDATE uploads SET state = 'aborted', closed_at = now() WHERE owner_id = $1 AND state = 'open'`, [subjectId]);
    erased['assets'] = living.length + await touched(manager, `DELETE FROM assets WHERE owner_id = $1 AND state = 'deleted'`, [subjectId]);
    erased['consent_states'] = await touched(manager, 'DELETE FROM consent_states WHERE subject_id = $1', [subjectId]);
    erased['idempotency_keys'] = await touched(manager, 'DELETE FROM idempotency_keys WHERE owner_id = $1', [subjectId]);
    // What they decided about others' files stays decided; by whom is forgotten.
    erased['quarantine_reviews'] = await touched(manager, 'UPDATE quarantine_reviews SET reviewer_id = gen_random_uuid() WHERE reviewer_id = $1', [subjectId]);
    return erased;
  }
}
