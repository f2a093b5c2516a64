import { Inject, Injectable } from '@nestjs/common';
import { rows } from '@practika/database';
import type { ObjectVersion, OpenUpload } from '@practika/object-store';
import { DataSource } from 'typeorm';
import { ObjectReferences, referenceOf } from './object-references.repository.js';

@Injectable()
export class TypeormObjectReferences extends ObjectReferences {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    super();
  }

  async known(objects: readonly ObjectVersion[]): Promise<ReadonlySet<string>> {
    const found = await rows<{ bucket: string; key: string; version: string }>(
      this.dataSource,
      `SELECT o.bucket, o.key, o.version FROM unnest($1::text[], $2::text[], $3::text[]) AS o(bucket, key, version)
       WHERE EXISTS (SELECT 1 FROM assets a WHERE a.object_bucket = o.bucket AND a.object_key = o.key AND a.object_version = o.version)
          OR EXISTS (SELECT 1 FROM renditions r WHERE r.bucket = o.bucket AND r.key = o.key AND r.version_id = o.version)
          OR EXISTS (SELECT 1 FROM uploads u WHERE u.state = 'open' AND u.bucket = o.bucket AND u.key = o.key)`,
      [objects.map((o) => o.bucket), objects.map((o) => o.key), objects.map((o) => o.versionId)],
    );
    return new Set(found.map((f) => referenceOf({ bucket: f.bucket, key: f.key, versionId: f.version })));
  }
  async underWay(uploads: readonly OpenUpload[]): Promise<ReadonlySet<string>> {
    const found = await rows<{ id: string }>(this.dataSource, `SELECT store_upload_id AS id FROM uploads WHERE state = 'open' AND store_upload_id = ANY($1::text[])`, [uploads.map((u) => u.uploadId)]);
    return new Set(found.map((u) => u.id));
  }
}
