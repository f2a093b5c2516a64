import { body, media } from '../client/client.ts';
import { isProblem, type ProblemError } from '../client/problem.ts';
import { dropFile, keepFile } from './kept-files.ts';
import { Meter } from './meter.ts';
import { rememberPaused } from './paused.ts';
import { problemIn } from './problem-in.ts';
import { arrivedOf } from './resume.ts';
import type { Transfer, TransferEvents } from './transfer.ts';
import { isOver, isRunning, wouldBeLost } from './upload.ts';
import { UploadList } from './upload-list.ts';
import { holdUpload } from './upload-lock.ts';

export const QUIET = { rate: null, secondsLeft: null } as const;
export const path = (id: string) => ({ params: { path: { id } } });

/** Sends files and keeps the list of uploads true to what happens to them. */
export class UploadSender {
  readonly list = new UploadList();
  readonly files = new Map<string, { readonly file: File; readonly partSize: number }>();
  personId: string | null = null;
  private readonly meter = new Meter();
  private readonly holds = new Map<string, AbortController>();
  private transfer: Promise<Transfer> | null = null;

  constructor() {
    for (const type of ['online', 'offline']) addEventListener(type, () => this.network());
    addEventListener('beforeunload', (event) => {
      if (this.list.all().some(wouldBeLost)) event.preventDefault();
    });
  }

  async send(id: string, file: File, partSize: number): Promise<void> {
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

  /** Sends no more of it for now; this page keeps it. */
  async hold(id: string): Promise<void> {
    this.meter.forget(id);
    const transfer = await this.load();
    // Whoever held it may have thought better of it while the program came.
    const state = this.list.find(id)?.state;
    if (state === 'paused' || state === 'waiting') transfer.stop(id);
  }

  /** Goes on with what was held. */
  async release(id: string): Promise<void> {
    const kept = this.files.get(id);
    if (kept === undefined) return;
    this.meter.forget(id);
    // Paused before the page was loaded again: it is not this tab's yet.
    if (!this.holds.has(id)) return this.send(id, kept.file, kept.partSize);
    const transfer = await this.load();
    if (this.list.find(id)?.state === 'starting') transfer.start(id, kept.file, kept.partSize);
  }

  /** What has arrived of it. @returns whether it is still open */
  async look(id: string): Promise<boolean> {
    const { state, parts } = await body(media.GET('/api/media/v1/uploads/{id}', path(id)));
    if (state === 'completed') this.finish(id);
    else if (state === 'open') this.list.change(id, { sent: arrivedOf(parts) });
    else this.forget(id);
    return state === 'open';
  }

  keep(id: string, file: File): void {
    const personId = this.personId;
    if (personId === null) return;
    void keepFile(personId, id, file).then((kept) => {
      this.list.change(id, { kept });
      // It was over before the copy was.
      const upload = this.list.find(id);
      if (upload === undefined || upload.state === 'done') void dropFile(personId, id);
    });
  }

  /** Takes what is over out of the list. */
  forget(id: string): void {
    this.stop(id);
    rememberPaused(id, false);
    this.list.remove(id);
    if (this.personId !== null) void dropFile(this.personId, id);
  }

  stop(id: string, forgetFile = true): void {
    void this.transfer?.then((transfer) => transfer.stop(id));
    this.holds.get(id)?.abort();
    this.holds.delete(id);
    this.meter.forget(id);
    if (forgetFile) this.files.delete(id);
  }

  private finish(id: string): void {
    this.stop(id);
    rememberPaused(id, false);
    this.list.change(id, { state: 'done', sent: this.list.find(id)?.size ?? 0, ...QUIET, problem: null });
    if (this.personId !== null) void dropFile(this.personId, id);
  }

  private load(): Promise<Transfer> {
    if (this.transfer !== null) return this.transfer;
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
