/**
 * What is known of a take beside its bytes: a file of lines, only ever added to. A tab may be killed in the middle of a
 * line, so whatever cannot be read is left out; the file of bytes is the truth about bytes.
 */
export type JournalLine =
  | { readonly is: 'begun'; readonly type: string; readonly at: string; readonly name: string }
  | { readonly is: 'piece'; readonly bytes: number; readonly ms: number }
  /** Asked for, under this key: asking again gives the same upload. */
  | { readonly is: 'asked'; readonly key: string }
  | ({ readonly is: 'upload' } & UploadOfTake)
  | { readonly is: 'ended'; readonly ms: number }
  /** The person does not want it: what is left of it has to go. */
  | { readonly is: 'refused' };

export interface UploadOfTake {
  readonly uploadId: string;
  readonly assetId: string;
  /** Bytes. */
  readonly partSize: number;
}

export interface TakeRecord {
  readonly type: string;
  /** File name under which it is sent. */
  readonly name: string;
  /** ISO time at which it began. */
  readonly at: string;
  /** Recorded time that is known of, pauses not counted. */
  readonly ms: number;
  readonly key: string | null;
  readonly upload: UploadOfTake | null;
  readonly refused: boolean;
}

export const lineText = (line: JournalLine): string => `${JSON.stringify(line)}\n`;

/** @returns null where not even the beginning can be read */
export function readJournal(text: string): TakeRecord | null {
  let record: TakeRecord | null = null;
  for (const raw of text.split('\n')) {
    const line = readLine(raw);
    if (line === null) continue;
    if (line.is === 'begun') record ??= { type: line.type, name: line.name, at: line.at, ms: 0, key: null, upload: null, refused: false };
    else if (record !== null) record = added(record, line);
  }
  return record;
}

function added(record: TakeRecord, line: Exclude<JournalLine, { is: 'begun' }>): TakeRecord {
  switch (line.is) {
    case 'piece': case 'ended': return { ...record, ms: Math.max(record.ms, line.ms) };
    // Another upload is asked for when the one before has expired: the last counts.
    case 'asked': return { ...record, key: line.key, upload: null };
    case 'upload': return { ...record, upload: { uploadId: line.uploadId, assetId: line.assetId, partSize: line.partSize } };
    case 'refused': return { ...record, refused: true };
  }
}

const FIELDS: Readonly<Record<JournalLine['is'], Readonly<Record<string, 'string' | 'number'>>>> = {
  begun: { type: 'string', at: 'string', name: 'string' }, piece: { bytes: 'number', ms: 'number' }, asked: { key: 'string' },
  upload: { uploadId: 'string', assetId: 'string', partSize: 'number' }, ended: { ms: 'number' }, refused: {},
};

function readLine(text: string): JournalLine | null {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line !== 'object' || line === null || !('is' in line) || typeof line.is !== 'string') return null;
    const fields = Object.hasOwn(FIELDS, line.is) ? FIELDS[line.is as JournalLine['is']] : null;
    const values = line as unknown as Readonly<Record<string, unknown>>;
    return fields !== null && Object.entries(fields).every(([name, type]) => typeof values[name] === type) ? line as JournalLine : null;
  } catch {
    return null;
  }
}
