import { body, idempotencyKey, media } from '../client/client.ts';
import { isProblem, type ProblemError } from '../client/problem.ts';
import { dropFile, dropOthers, keepFile, keptFile } from './kept-files.ts';
import { Meter } from './meter.ts';
import { verdictOf } from './patience.ts';
import { rest } from './patient.ts';
import { problemIn } from './problem-in.ts';
import { arrivedOf, isSameFile } from './resume.ts';
import type { Transfer, TransferEvents } from './transfer.ts';
import { isOver, isRunning, mayPause, wouldBeLost } from './upload.ts';
import { UploadList } from './upload-list.ts';
import { holdUpload } from './upload-lock.ts';
import { contentTypeOf } from './upload-rules.ts';

const QUIET = { rate: null, secondsLeft: null } as const;
const path = (id: string) => ({ params: { path: { id } } });

/**
 * All uploads of this page, whatever screen is shown. The server's list is the truth; a copy of the file in the browser
 * lets an upload go on after a reload, and the same file picked again lets it go on anywhere else.
 */
class UploadManager {
  readonly list = new UploadList();
  private readonly meter = new Meter();
  private readonly files = new Map<string, { readonly file: File; readonly partSize: number }>();
  private readonly holds = new Map<string, AbortController>();
  /** One key a file: a begin whose answer was lost is answered again, not begun twice. */
  private readonly keys = new WeakMap<File, string>();
  private transfer: Promise<Transfer> | null = null;
  private personId: string | null = null;

  /** Takes up what this person left open, here or elsewhere, or goes on after `suspend`. */
  async open(personId: string): Promise<void> {
    if (this.personId === personId) {
      for (const { id, state } of this.list.all()) if (state === 'waiting') await this.pause(id, false);
      return;
    }
    for (const { id } of this.list.all()) this.stop(id);
    this.list.clear();
    this.personId = personId;
    for (let tries = 0; this.personId === personId; tries += 1) {
      try {
        return await this.takeUp(personId);
      } catch (error) {
        if (verdictOf(error, 0) === 'stop') throw error;
        await rest(tries, error, undefined);
      }
    }
  }

  /** Nobody is signed in: what is on its way waits for the same person. */
  suspend(): void {
    for (const { id } of this.list.all().filter(mayPause)) {
      void this.transfer?.then((transfer) => transfer.stop(id));
      this.list.change(id, { state: 'waiting', ...QUIET });
    }
  }

  /**
   * @returns the ids of the upload and of what will be the video
   * @throws ProblemError: consent-required, quota-exceeded, …; nothing was begun then
   */
  async begin(personId: string, file: File): Promise<{ readonly uploadId: string; readonly assetId: string }> {
    this.personId ??= personId;
    const key = this.keys.get(file) ?? idempotencyKey();
    this.keys.set(file, key);
    const contentType = contentTypeOf(file.name, file.type) ?? file.type;
    const made = await body(media.POST('/api/media/v1/uploads', { params: { header: { 'Idempotency-Key': key } } as never, body: { filename: file.name, size: file.size, contentType } }));
    this.keys.delete(file);
    this.list.put({ id: made.uploadId, assetId: made.assetId, filename: file.name, size: file.size, state: 'starting', sent: 0, ...QUIET, problem: null, kept: false });
    this.keep(made.uploadId, file);
    void this.send(made.uploadId, file, made.partSize);
    return made;
  }

  /** Goes on with an upload that was begun elsewhere. @returns false: this is another file */
  async goOn(id: string, file: File): Promise<boolean> {
    const upload = this.list.find(id);
    if (upload === undefined || !isSameFile(upload, file)) return false;
    const { partSize } = await body(media.GET('/api/media/v1/uploads/{id}', path(id)));
    this.keep(id, file);
    void this.send(id, file, partSize);
    return true;
  }

  async pause(id: string, paused: boolean): Promise<void> {
    this.list.change(id, { state: paused ? 'paused' : 'starting', ...QUIET });
    this.meter.forget(id);
    const transfer = await this.load();
    const kept = this.files.get(id);
    const state = this.list.find(id)?.state;
    if (state === 'paused') transfer.stop(id);
    else if (kept !== undefined && state !== undefined && !paused) transfer.start(id, kept.file, kept.partSize);
  }

  async retry(id: string): Promise<void> {
    const kept = this.files.get(id);
    if (kept === undefined) this.list.change(id, { state: 'needs-file', problem: null });
    else await this.send(id, kept.file, kept.partSize);
  }

  /** @throws ProblemError when the server could not be told; the upload then goes on standing there */
  async cancel(id: string): Promise<void> {
    this.stop(id, false);
    try {
      await media.DELETE('/api/media/v1/uploads/{id}', path(id));
    } catch (error) {
      if (!isProblem(error, 'not-found', 'upload-closed')) {
        this.list.change(id, { state: 'failed', ...QUIET, problem: problemIn(error) });
        throw error;
      }
    }
    this.forget(id);
  }

  /** Takes what is over out of the list. */
  forget(id: string): void {
    this.stop(id);
    this.list.remove(id);
    if (this.personId !== null) void dropFile(this.personId, id);
  }

  private async takeUp(personId: string): Promise<void> {
    const { items } = await body(media.GET('/api/media/v1/uploads', { params: { query: { limit: 100 } } }));
    const open = items.filter(({ recording, uploadId }) => !recording && this.list.find(uploadId) === undefined);
    await dropOthers(personId, new Set(items.map(({ uploadId }) => uploadId)));
    for (const one of open) {
      const size = one.size ?? 0;
      const file = await keptFile(personId, one.uploadId, size);
      this.list.put({ id: one.uploadId, assetId: one.assetId, filename: one.filename, size, state: file === null ? 'needs-file' : 'starting', sent: 0, ...QUIET, problem: null, kept: file !== null });
      if (file === null) void this.look(one.uploadId).catch(() => undefined);
      else void this.send(one.uploadId, new File([file], one.filename, { type: one.contentType }), one.partSize);
    }
  }

  /** What has arrived of it. @returns whether it is still open */
  private async look(id: string): Promise<boolean> {
    const { state, parts } = await body(media.GET('/api/media/v1/uploads/{id}', path(id)));
    if (state === 'completed') this.finish(id);
    else if (state === 'open') this.list.change(id, { sent: arrivedOf(parts) });
    else this.forget(id);
    return state === 'open';
  }

  private async send(id: string, file: File, partSize: number): Promise<void> {
    const hold = new AbortController();
    this.stop(id, false);
    this.holds.set(id, hold);
    this.files.set(id, { file, partSize });
    try {
      let waited = false;
      const release = await holdUpload(id, () => {
        waited = true;
        this.list.change(id, { state: 'elsewhere', ...QUIET });
      }, hold.signal);
      if (release === null) return;
      if (hold.signal.aborted) return release();
      hold.signal.addEventListener('abort', release);
      if (waited && !await this.look(id)) return;
      this.list.change(id, { state: navigator.onLine ? 'starting' : 'offline', problem: null });
      const transfer = await this.load();
      // Paused or cancelled while the program came.
      if (this.list.find(id)?.state !== 'paused' && !hold.signal.aborted) transfer.start(id, file, partSize);
    } catch (error) {
      this.list.change(id, { state: 'failed', ...QUIET, problem: problemIn(error) });
    }
  }

  private keep(id: string, file: File): void {
    const personId = this.personId;
    if (personId === null) return;
    void keepFile(personId, id, file).then((kept) => {
      this.list.change(id, { kept });
      // It was over before the copy was.
      const upload = this.list.find(id);
      if (upload === undefined || upload.state === 'done') void dropFile(personId, id);
    });
  }

  private stop(id: string, forgetFile = true): void {
    void this.transfer?.then((transfer) => transfer.stop(id));
    this.holds.get(id)?.abort();
    this.holds.delete(id);
    this.meter.forget(id);
    if (forgetFile) this.files.delete(id);
  }

  private finish(id: string): void {
    this.stop(id);
    this.list.change(id, { state: 'done', sent: this.list.find(id)?.size ?? 0, ...QUIET, problem: null });
    if (this.personId !== null) void dropFile(this.personId, id);
  }

  private load(): Promise<Transfer> {
    if (this.transfer !== null) return this.transfer;
    for (const type of ['online', 'offline']) addEventListener(type, () => this.network());
    addEventListener('beforeunload', (event) => {
      if (this.list.all().some(wouldBeLost)) event.preventDefault();
    });
    const events: TransferEvents = {
      progress: (id, sent) => this.progress(id, sent),
      waiting: (id, error) => this.list.change(id, { state: isProblem(error, 'offline') && !navigator.onLine ? 'offline' : 'waiting', ...QUIET }),
      completing: (id) => this.list.change(id, { state: 'completing', ...QUIET }),
      done: (id) => this.finish(id),
      failed: (id, error) => this.failed(id, problemIn(error)),
    };
    const loading = import('./uppy-transfer.ts').then(({ uppyTransfer }) => uppyTransfer(events));
    // Without a network the program itself does not come: asked for again next time.
    loading.catch(() => { this.transfer = null; });
    return (this.transfer = loading);
  }

  private failed(id: string, problem: ProblemError): void {
    if (problem.code === 'file-changed') {
      this.stop(id);
      return this.list.change(id, { state: 'needs-file', ...QUIET, problem });
    }
    this.list.change(id, { state: 'failed', ...QUIET, problem });
    // Ended elsewhere: completed in another tab, or cancelled on another device.
    if (problem.code === 'upload-closed' || problem.code === 'not-found') void this.look(id).catch(() => this.forget(id));
  }

  private network(): void {
    for (const upload of this.list.all()) {
      if (!navigator.onLine && isRunning(upload) && upload.state !== 'completing') this.list.change(upload.id, { state: 'offline', ...QUIET });
      else if (navigator.onLine && upload.state === 'offline') this.list.change(upload.id, { state: 'starting' });
    }
  }

  private progress(id: string, sent: number): void {
    const upload = this.list.find(id);
    if (upload === undefined || isOver(upload) || upload.state === 'paused' || upload.state === 'completing') return;
    const { rate, secondsLeft, due } = this.meter.read(id, performance.now(), sent, upload.size);
    void this.transfer?.then((transfer) => transfer.rate(id, rate));
    // Bytes that were lost are no progress: whoever waits goes on waiting.
    if (due) this.list.change(id, sent < upload.sent ? { sent } : { sent, state: 'uploading', rate, secondsLeft });
  }
}

export const uploads = new UploadManager();
