import { arrivedBytes, type Arrived, nextPart, type Part, partsOf, sizeOf } from './parts.ts';
import type { UploadOfTake } from './take-journal.ts';

export interface FileOfTake {
  readonly name: string;
  /** Of the recording: `video/webm;codecs=…`. */
  readonly type: string;
}

/** The upload routes, and the store, as a take needs them. All throw what `judge` can judge. */
export interface UploadApi {
  /** @param key asking again under the same key gives the same upload */
  begin(key: string, file: FileOfTake): Promise<UploadOfTake>;
  /** What has arrived; null: the upload is over (expired, thrown away), and another one is needed. */
  status(uploadId: string): Promise<{ readonly completed: boolean; readonly arrived: readonly (Arrived & { readonly etag: string })[] } | null>;
  /** @param onProgress bytes of this part that are on their way */
  send(uploadId: string, part: Part, bytes: Blob, signal: AbortSignal, onProgress: (bytes: number) => void): Promise<void>;
  complete(uploadId: string, parts: readonly { readonly partNumber: number; readonly etag: string }[]): Promise<void>;
  throwAway(uploadId: string): Promise<void>;
}

/** Try again; try again, but with another upload; no use, unless the person does something. */
export type Verdict = 'again' | 'renew' | 'stop';

export interface UploadOptions {
  readonly api: UploadApi;
  readonly file: FileOfTake;
  readonly bytes: { readonly size: number; read(from: number, to: number): Promise<Blob> };
  /** What an earlier page knew. */
  readonly known?: { readonly key: string | null; readonly upload: UploadOfTake | null };
  readonly newKey: () => string;
  /** To be kept for a page that comes after. */
  readonly onAsked: (key: string) => void;
  readonly onUpload: (upload: UploadOfTake) => void;
  /** Bytes of the take that are at the store, or on their way there. */
  readonly onProgress: (sent: number) => void;
  /** It could not go on while the take grows; `finish` tries again. */
  readonly onStuck: (error: unknown) => void;
  readonly judge: (error: unknown) => Verdict;
  /** Waits before the next try, the given one having failed (1…); less where the network comes back. @throws the signal's reason */
  readonly wait: (tries: number, error: unknown, signal: AbortSignal) => Promise<void>;
}

/** A store that says again and again that it has less than it took is not argued with for ever. */
const MAX_ROUNDS = 5;

/** Sends a take to the store: full parts while it grows, the rest at its end. Lost networks are waited for. */
export class TakeUpload {
  readonly #o: UploadOptions;
  readonly #end = new AbortController();
  #upload: UploadOfTake | null;
  #key: string | null;
  #arrived: readonly Arrived[] = [];
  #growing: Promise<void> | null = null;
  #finishing: Promise<string> | null = null;
  #stuck = false;

  constructor(options: UploadOptions) {
    this.#o = options;
    this.#upload = options.known?.upload ?? null;
    this.#key = options.known?.key ?? null;
  }

  /** There are more bytes: sends what has become a full part. */
  grown(): void {
    if (this.#stuck || this.#growing !== null || this.#finishing !== null) return;
    this.#growing = this.#retrying(() => this.#push(false), 'stop').catch((error: unknown) => {
      this.#stuck = true;
      if (!this.#end.signal.aborted) this.#o.onStuck(error);
    }).finally(() => { this.#growing = null; });
  }

  /** No more bytes will come: sends all and completes. May be called again after it threw. @returns the asset's id */
  async finish(): Promise<string> {
    await this.#growing;
    this.#finishing ??= this.#retrying(() => this.#finished(), 'again').finally(() => { this.#finishing = null; });
    return this.#finishing;
  }

  /** Stops sending. What has arrived stays at the store, to go on from. */
  stop(): void {
    this.#end.abort();
  }

  /** Stops, and has what was sent removed. @throws where that did not work: to be tried again later */
  async throwAway(): Promise<void> {
    this.#end.abort();
    await Promise.allSettled([this.#growing, this.#finishing]);
    // Asked for, but no answer came: the same key finds what may be there.
    const upload = this.#upload ?? (this.#key === null ? null : await this.#o.api.begin(this.#key, this.#o.file));
    if (upload !== null) await this.#o.api.throwAway(upload.uploadId);
  }

  /** With what the store says it has, never with what we believe. */
  async #finished(): Promise<string> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const upload = await this.#begun();
      const state = await this.#o.api.status(upload.uploadId);
      if (state?.completed === true) return upload.assetId;
      if (state === null) {
        this.#upload = null;
        this.#key = null;
        this.#arrived = [];
        continue;
      }
      this.#arrived = state.arrived;
      const parts = partsOf(this.#o.bytes.size, upload.partSize, true);
      if (nextPart(parts, state.arrived) !== null) {
        await this.#push(true);
        continue;
      }
      this.#o.onProgress(this.#o.bytes.size);
      await this.#o.api.complete(upload.uploadId, state.arrived.map(({ partNumber, etag }) => ({ partNumber, etag })));
      return upload.assetId;
    }
    throw new Error('the store does not keep the parts of this take');
  }

  async #begun(): Promise<UploadOfTake> {
    if (this.#upload !== null) return this.#upload;
    if (this.#key === null) {
      this.#key = this.#o.newKey();
      this.#o.onAsked(this.#key);
    }
    this.#upload = await this.#o.api.begin(this.#key, this.#o.file);
    this.#o.onUpload(this.#upload);
    return this.#upload;
  }

  async #push(ended: boolean): Promise<void> {
    const upload = await this.#begun();
    for (;;) {
      this.#end.signal.throwIfAborted();
      const parts = partsOf(this.#o.bytes.size, upload.partSize, ended);
      const there = arrivedBytes(parts, this.#arrived);
      this.#o.onProgress(there);
      const part = nextPart(parts, this.#arrived);
      if (part === null) return;
      const bytes = await this.#o.bytes.read(part.from, part.to);
      await this.#o.api.send(upload.uploadId, part, bytes, this.#end.signal, (onTheWay) => this.#o.onProgress(there + onTheWay));
      this.#arrived = [...this.#arrived.filter(({ partNumber }) => partNumber !== part.partNumber), { partNumber: part.partNumber, size: sizeOf(part) }];
    }
  }

  async #retrying<T>(act: () => Promise<T>, renew: 'again' | 'stop'): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        this.#end.signal.throwIfAborted();
        return await act();
      } catch (error) {
        const verdict = this.#o.judge(error);
        if (this.#end.signal.aborted || verdict === 'stop' || (verdict === 'renew' && renew === 'stop')) throw error;
        await this.#o.wait(tries, error, this.#end.signal);
      }
    }
  }
}
