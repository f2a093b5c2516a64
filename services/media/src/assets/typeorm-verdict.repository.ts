import type { EntityManager } from 'typeorm';
import type { Verdict } from './verdict.js';

/** Verdicts are only added. */
export async function insertVerdict(manager: EntityManager, ownerId: string, v: Verdict): Promise<void> {
  await manager.query(
    `INSERT INTO verdicts (asset_id, owner_id, attempt, bucket, key, version_id, sha256, bytes_expected, bytes_scanned, engine, engine_version,
       sigdb_version, sigdb_time, started, finished, outcome, signature_name)
     VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)`,
    [v.assetId, ownerId, v.attempt, v.bucket, v.key, v.versionId, v.sha256, v.bytesExpected, v.bytesScanned, v.engine, v.engineVersion,
      v.sigdbVersion, v.sigdbTime, v.started, v.finished, v.outcome, v.signatureName],
  );
}
