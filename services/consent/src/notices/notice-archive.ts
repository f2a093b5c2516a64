import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PURPOSES, type Purpose } from './purposes.js';

export interface Notice {
  readonly id: string;
  readonly version: string;
  /** Lower-case hex over the UTF-8 bytes of `body`. */
  readonly sha256: string;
  readonly language: string;
  readonly body: string;
  readonly purposes: readonly Purpose[];
}

const versions = z.array(z.strictObject({
  id: z.string(), version: z.iso.date(), language: z.string(), file: z.string(), sha256: z.string(), purposesSha256: z.string(),
})).min(1);
export type NoticeVersion = z.infer<typeof versions>[number];

// The same relative path from src and from dist.
const FOLDER = new URL('../../notices/', import.meta.url);

export function noticeVersions(): readonly NoticeVersion[] {
  return versions.parse(JSON.parse(readFileSync(new URL('versions.json', FOLDER), 'utf8')));
}

/** Every version that was ever published, in order; the last one is current. */
export class NoticeArchive {
  private constructor(private readonly notices: readonly [Notice, ...Notice[]]) {}

  /** @throws when a text is not the one that was published under its version: people consented to exactly that one */
  static load(listed: readonly NoticeVersion[] = noticeVersions(), read: (file: string) => string = (file) => readFileSync(new URL(file, FOLDER), 'utf8')): NoticeArchive {
    const notices = listed.map(({ id, version, language, file, sha256 }) => {
      const body = read(file);
      const actual = createHash('sha256').update(body, 'utf8').digest('hex');
      if (actual !== sha256) throw new Error(`notice ${id} ${version} was changed after it was published: its SHA-256 is ${actual}. Publish a new version instead`);
      return { id, version, sha256, language, body, purposes: PURPOSES };
    });
    const [first, ...rest] = notices;
    if (first === undefined) throw new Error('there is no notice');
    return new NoticeArchive([first, ...rest]);
  }

  get current(): Notice {
    return this.notices[this.notices.length - 1] ?? this.notices[0];
  }

  find(version: string): Notice | null {
    return this.notices.find((notice) => notice.version === version) ?? null;
  }
}
