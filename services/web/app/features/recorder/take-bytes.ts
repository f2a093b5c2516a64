/** A file that is only ever added to. */
export interface AppendFile {
  /** Resolves when the bytes are on the disk, not before. */
  append(bytes: Blob): Promise<void>;
  /** @param from bytes, included @param to bytes, excluded */
  read(from: number, to: number): Promise<Blob>;
  close(): Promise<void>;
}

/**
 * The bytes of a take. Each piece stays in memory until it is on the disk, then it is forgotten; where the disk refuses,
 * or is not there, all that follows stays in memory. Whoever reads does not notice.
 */
export class TakeBytes {
  #size: number;
  #saved: number;
  #file: AppendFile | null;
  #inMemory: readonly Blob[] = [];
  #last: Promise<void> = Promise.resolve();
  readonly #onTrouble: () => void;

  /** @param saved bytes that are in the file already @param onTrouble called once when the disk refuses */
  constructor(file: AppendFile | null, saved = 0, onTrouble: () => void = () => undefined) {
    this.#file = file;
    this.#size = saved;
    this.#saved = saved;
    this.#onTrouble = onTrouble;
  }

  get size(): number {
    return this.#size;
  }

  /** Whether all of it would be here after the tab was killed. */
  get durable(): boolean {
    return this.#file !== null && this.#saved === this.#size;
  }

  append(piece: Blob): Promise<void> {
    this.#size += piece.size;
    this.#inMemory = [...this.#inMemory, piece];
    this.#last = this.#last.then(() => this.#save(piece));
    return this.#last;
  }

  async read(from: number, to: number): Promise<Blob> {
    const file = this.#file ?? this.#readOnly;
    const [saved, pieces] = [this.#saved, this.#inMemory];
    const memory = new Blob([...pieces]).slice(Math.max(0, from - saved), Math.max(0, to - saved));
    if (from >= saved || file === null) return memory;
    return new Blob([await file.read(from, Math.min(to, saved)), memory]);
  }

  /** After the last piece. */
  async close(): Promise<void> {
    await this.#last;
    await this.#file?.close().catch(() => undefined);
  }

  /** What was saved before the disk refused can still be read. */
  #readOnly: AppendFile | null = null;

  async #save(piece: Blob): Promise<void> {
    if (this.#file === null) return;
    try {
      await this.#file.append(piece);
      this.#saved += piece.size;
      this.#inMemory = this.#inMemory.slice(1);
    } catch {
      // Mostly a full disk. From now on nothing more is written, so that the file stays the beginning of the take.
      this.#readOnly = this.#file;
      this.#file = null;
      this.#onTrouble();
    }
  }
}
