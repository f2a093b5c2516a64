import { isProblem } from '../../client/problem.ts';
import { rest } from '../../uploads/patient.ts';
import { judge, mediaUploadApi } from './media-upload-api.ts';
import { openAppendFile } from './opfs-files.ts';
import { type JournalLine, lineText, type TakeRecord } from './take-journal.ts';
import { type AppendFile, TakeBytes } from './take-bytes.ts';
import { holdTake } from './take-lock.ts';
import { type FileOfTake, TakeUpload } from './take-upload.ts';
import { removeTake, type StoredTake, takePath } from './takes-folder.ts';

export interface TakeListener {
  /** Bytes that are at the store, or on their way there. */
  onSent?(bytes: number): void;
  /** Sending was refused while the take grows; it is tried again at the end. */
  onStuck?(error: unknown): void;
  /** What is recorded from now on is in memory alone. */
  onDiskTrouble?(): void;
}

interface Parts {
  readonly personId: string;
  readonly id: string;
  readonly file: FileOfTake;
  readonly bytes: TakeBytes;
  readonly journal: AppendFile | null;
  readonly release: () => void;
  readonly listener: TakeListener;
  readonly known?: TakeRecord;
}

/** A take: its bytes on this device, its way to the platform, and what has to be remembered of both. */
export class Take {
  readonly id: string;
  readonly file: FileOfTake;
  readonly bytes: TakeBytes;
  readonly #p: Parts;
  readonly #upload: TakeUpload;

  private constructor(parts: Parts) {
    this.id = parts.id;
    this.file = parts.file;
    this.bytes = parts.bytes;
    this.#p = parts;
    this.#upload = new TakeUpload({
      api: mediaUploadApi, judge, wait: rest, file: parts.file, bytes: parts.bytes, newKey: () => crypto.randomUUID(), ...(parts.known === undefined ? {} : { known: parts.known }),
      onAsked: (key) => this.#note({ is: 'asked', key }), onUpload: (upload) => this.#note({ is: 'upload', ...upload }),
      onProgress: (bytes) => parts.listener.onSent?.(bytes), onStuck: (error) => parts.listener.onStuck?.(error),
    });
  }

  static async begin(personId: string, file: FileOfTake, listener: TakeListener): Promise<Take> {
    const id = crypto.randomUUID();
    const release = await holdTake(id) ?? (() => undefined);
    const [disk, journal] = await bothFiles(personId, id);
    if (disk === null) listener.onDiskTrouble?.();
    const take = new Take({ personId, id, file, bytes: new TakeBytes(disk, 0, () => listener.onDiskTrouble?.()), journal, release, listener });
    take.#note({ is: 'begun', type: file.type, name: file.name, at: new Date().toISOString() });
    return take;
  }

  /** One that an earlier page left behind. @returns null where another page works on it */
  static async resume(personId: string, { id, record, file }: StoredTake, listener: TakeListener): Promise<Take | null> {
    const release = await holdTake(id);
    if (release === null) return null;
    const journal = await openAppendFile(takePath(personId, id, 'journal')).catch(() => null);
    return new Take({ personId, id, file: { name: record.name, type: record.type }, bytes: new TakeBytes(fixed(file), file.size), journal, release, listener, known: record });
  }

  /** @param ms recorded time up to here */
  async piece(piece: Blob, ms: number): Promise<void> {
    const saved = this.bytes.append(piece);
    this.#upload.grown();
    await saved;
    if (this.bytes.durable) this.#note({ is: 'piece', bytes: piece.size, ms });
  }

  ended(ms: number): void {
    this.#note({ is: 'ended', ms });
  }

  /** All of it, to play. */
  async whole(): Promise<Blob> {
    return new Blob([await this.bytes.read(0, this.bytes.size)], { type: this.file.type });
  }

  /** Sends what is left, and then keeps nothing here. @returns the asset's id @throws what no waiting helps against */
  async send(): Promise<string> {
    const assetId = await this.#upload.finish();
    await this.#close();
    await removeTake(this.#p.personId, this.id);
    this.#p.release();
    return assetId;
  }

  /** The person does not want it: nothing of it stays, here at once, at the platform as soon as it can be reached. */
  async refuse(): Promise<void> {
    this.#upload.stop();
    await this.#append({ is: 'refused' });
    await this.#close();
    await removeTake(this.#p.personId, this.id, 'bytes');
    try {
      await this.#upload.throwAway();
    } catch (error) {
      // Not reached: the journal stays, and reminds the next page of it. Anything else: there is nothing to throw away.
      if (judge(error) === 'again' && isProblem(error)) return this.#p.release();
    }
    await removeTake(this.#p.personId, this.id);
    this.#p.release();
  }

  /** The page goes away: what is here stays, for another page to go on with. */
  async leave(): Promise<void> {
    this.#upload.stop();
    await this.#close();
    this.#p.release();
  }

  #note(line: JournalLine): void {
    void this.#append(line);
  }

  async #append(line: JournalLine): Promise<void> {
    await this.#p.journal?.append(new Blob([lineText(line)])).catch(() => undefined);
  }

  async #close(): Promise<void> {
    await this.bytes.close();
    await this.#p.journal?.close().catch(() => undefined);
  }
}

/** What does not grow any more. */
const fixed = (file: Blob): AppendFile => ({ append: () => Promise.reject(new Error('it has ended')), read: async (from, to) => file.slice(from, to), close: async () => undefined });

/** Both or none: bytes that nothing is known of are of no use. */
async function bothFiles(personId: string, id: string): Promise<readonly [AppendFile, AppendFile] | readonly [null, null]> {
  const bytes = await openAppendFile(takePath(personId, id, 'bytes')).catch(() => null);
  if (bytes === null) return [null, null];
  try {
    return [bytes, await openAppendFile(takePath(personId, id, 'journal'))];
  } catch {
    await bytes.close().catch(() => undefined);
    await removeTake(personId, id);
    return [null, null];
  }
}
