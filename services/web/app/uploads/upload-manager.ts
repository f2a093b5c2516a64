import { body, idempotencyKey, media } from '../client/client.ts';
import { isProblem, offline, ProblemError } from '../client/problem.ts';
import { dropFile, dropOthers, keepFile, keptFile } from './kept-files.ts';
import { rateOf, type Sample, secondsLeft, withSample } from './rate.ts';
import type { Transfer, TransferEvents } from './transfer.ts';
import { isOver, isRunning, type Upload } from './upload.ts';
import { contentTypeOf } from './upload-rules.ts';

/** Milliseconds between two words about progress: screens draw no faster. */
const BEAT = 200;

/**
 * All uploads of this page, whatever screen is shown. The server's list is the truth; a copy of the file in the browser
 * lets an upload go on after a reload, and the same file picked again lets it go on anywhere else.
 */
class UploadManager {
  private uploads: readonly Upload[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly samples = new Map<string, readonly Sample[]>();
  private transfer: Promise<Transfer> | null = null;
  private personId: string | null = null;
  private lastBeat = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly list = (): readonly Upload[] => this.uploads;

  /** Takes up what this person left open, here or elsewhere. */
  async open(personId: string): Promise<void> {
    if (this.personId === personId) return;
    this.personId = personId;
    this.uploads = [];
    this.tell();
    const { items } = await body(media.GET('/api/media/v1/uploads', { params: { query: { limit: 100 } } }));
    const open = items.filter(({ recording }) => !recording);
    await dropOthers(personId, new Set(open.map(({ uploadId }) => uploadId)));
    for (const one of open) {
      const size = one.size ?? 0;
      this.put({ id: one.uploadId, assetId: one.assetId, filename: one.filename, size, state: 'needs-file', sent: 0, rate: null, secondsLeft: null, problem: null });
      const file = await keptFile(personId, one.uploadId, size);
      if (file !== null) await this.send(one.uploadId, new File([file], one.filename, { type: one.contentType }), one.partSize);
    }
  }

  /**
   * @returns the ids of the upload and of what will be the video
   * @throws ProblemError: consent-required, quota-exceeded, …; nothing was begun then
   */
  async begin(personId: string, file: File): Promise<{ readonly uploadId: string; readonly assetId: string }> {
    this.personId = personId;
    const contentType = contentTypeOf(file.name, file.type) ?? file.type;
    const made = await body(media.POST('/api/media/v1/uploads', { params: { header: { 'Idempotency-Key': idempotencyKey() } } as never, body: { filename: file.name, size: file.size, contentType } }));
    this.put({ id: made.uploadId, assetId: made.assetId, filename: file.name, size: file.size, state: 'starting', sent: 0, rate: null, secondsLeft: null, problem: null });
    void keepFile(personId, made.uploadId, file);
    await this.send(made.uploadId, file, made.partSize);
    return made;
  }

  /** Goes on with an upload that was begun elsewhere. @returns false: this is another file */
  async goOn(id: string, file: File): Promise<boolean> {
    const upload = this.find(id);
    if (upload === undefined || file.size !== upload.size) return false;
    const { partSize } = await body(media.GET('/api/media/v1/uploads/{id}', { params: { path: { id } } }));
    if (this.personId !== null) void keepFile(this.personId, id, file);
    await this.send(id, file, partSize);
    return true;
  }

  async pause(id: string, paused: boolean): Promise<void> {
    (await this.load()).pause(id, paused);
    this.change(id, { state: paused ? 'paused' : 'uploading', rate: null, secondsLeft: null });
    this.samples.delete(id);
  }

  async retry(id: string): Promise<void> {
    this.change(id, { state: 'uploading', problem: null });
    (await this.load()).retry(id);
  }

  /** @throws ProblemError when the server could not be told; the upload then goes on standing there */
  async cancel(id: string): Promise<void> {
    (await this.load()).stop(id);
    try {
      await media.DELETE('/api/media/v1/uploads/{id}', { params: { path: { id } } });
    } catch (error) {
      if (!isProblem(error, 'not-found', 'upload-closed')) {
        this.change(id, { state: 'failed', problem: error instanceof ProblemError ? error : offline() });
        throw error;
      }
    }
    this.forget(id);
  }

  forget(id: string): void {
    this.uploads = this.uploads.filter((upload) => upload.id !== id);
    if (this.personId !== null) void dropFile(this.personId, id);
    this.tell();
  }

  private async send(id: string, file: File, partSize: number): Promise<void> {
    this.change(id, { state: navigator.onLine ? 'uploading' : 'offline' });
    (await this.load()).start(id, file, partSize);
  }

  private load(): Promise<Transfer> {
    if (this.transfer !== null) return this.transfer;
    for (const type of ['online', 'offline']) addEventListener(type, () => this.network());
    addEventListener('beforeunload', (event) => {
      if (this.uploads.some(isRunning)) event.preventDefault();
    });
    const events: TransferEvents = {
      progress: (id, sent) => this.progress(id, sent),
      completing: (id) => this.change(id, { state: 'completing', secondsLeft: null }),
      done: (id) => {
        this.change(id, { state: 'done', sent: this.find(id)?.size ?? 0, rate: null, secondsLeft: null });
        if (this.personId !== null) void dropFile(this.personId, id);
      },
      failed: (id, error) => this.change(id, { state: 'failed', rate: null, secondsLeft: null, problem: problemIn(error) }),
    };
    return (this.transfer = import('./uppy-transfer.ts').then(({ uppyTransfer }) => uppyTransfer(events)));
  }

  private network(): void {
    for (const { id, state } of this.uploads) {
      if (state === 'uploading' && !navigator.onLine) this.change(id, { state: 'offline', rate: null, secondsLeft: null });
      else if (state === 'offline' && navigator.onLine) this.change(id, { state: 'uploading' });
    }
  }

  private progress(id: string, sent: number): void {
    const upload = this.find(id);
    if (upload === undefined || isOver(upload) || upload.state === 'paused') return;
    const now = performance.now();
    const samples = withSample(this.samples.get(id) ?? [], { at: now, sent });
    this.samples.set(id, samples);
    const rate = rateOf(samples);
    void this.transfer?.then((transfer) => transfer.rate(id, rate));
    if (now - this.lastBeat < BEAT && sent < upload.size) return;
    this.lastBeat = now;
    this.change(id, { sent, rate, secondsLeft: secondsLeft(samples, upload.size) });
  }

  private find = (id: string) => this.uploads.find((upload) => upload.id === id);

  private put(upload: Upload): void {
    this.uploads = [...this.uploads.filter(({ id }) => id !== upload.id), upload];
    this.tell();
  }

  private change(id: string, change: Partial<Upload>): void {
    this.uploads = this.uploads.map((upload) => (upload.id === id ? { ...upload, ...change } : upload));
    this.tell();
  }

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }
}

/** Uppy wraps what our functions threw. */
function problemIn(error: unknown): ProblemError {
  for (let one: unknown = error; one instanceof Error; one = one.cause) if (one instanceof ProblemError) return one;
  return offline();
}

export const uploads = new UploadManager();
