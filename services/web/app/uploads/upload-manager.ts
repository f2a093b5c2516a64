import { body, idempotencyKey, media } from '../client/client.ts';
import { isProblem } from '../client/problem.ts';
import { dropOthers, keptFile } from './kept-files.ts';
import { verdictOf } from './patience.ts';
import { rest } from './patient.ts';
import { rememberPaused, wasPaused } from './paused.ts';
import { problemIn } from './problem-in.ts';
import { isSameFile } from './resume.ts';
import { mayPause } from './upload.ts';
import { contentTypeOf } from './upload-rules.ts';
import { path, QUIET, UploadSender } from './upload-sender.ts';

/**
 * All uploads of this page, whatever screen is shown. The server's list is the truth; a copy of the file in the browser
 * lets an upload go on after a reload, and the same file picked again lets it go on anywhere else.
 */
class UploadManager {
  private readonly sender = new UploadSender();
  readonly list = this.sender.list;
  /** One key a file: a begin whose answer was lost is answered again, not begun twice. */
  private readonly keys = new WeakMap<File, string>();

  /** Takes up what this person left open, here or elsewhere, or goes on after `suspend`. */
  async open(personId: string): Promise<void> {
    if (this.sender.personId === personId) {
      for (const { id } of this.list.all().filter(mayPause)) await this.pause(id, false);
      return;
    }
    for (const { id } of this.list.all()) this.sender.stop(id);
    this.list.clear();
    this.sender.personId = personId;
    for (let tries = 0; this.sender.personId === personId; tries += 1) {
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
      this.list.change(id, { state: 'waiting', ...QUIET });
      void this.sender.hold(id);
    }
  }

  /**
   * @returns the ids of the upload and of what will be the video
   * @throws ProblemError: consent-required, quota-exceeded, …; nothing was begun then
   */
  async begin(personId: string, file: File): Promise<{ readonly uploadId: string; readonly assetId: string }> {
    this.sender.personId ??= personId;
    const key = this.keys.get(file) ?? idempotencyKey();
    this.keys.set(file, key);
    const contentType = contentTypeOf(file.name, file.type) ?? file.type;
    const made = await body(media.POST('/api/media/v1/uploads', { params: { header: { 'Idempotency-Key': key } } as never, body: { filename: file.name, size: file.size, contentType } }));
    this.keys.delete(file);
    this.list.put({ id: made.uploadId, assetId: made.assetId, filename: file.name, size: file.size, state: 'starting', sent: 0, ...QUIET, problem: null, kept: false });
    this.sender.keep(made.uploadId, file);
    void this.sender.send(made.uploadId, file, made.partSize);
    return made;
  }

  /** Goes on with an upload that was begun elsewhere. @returns false: this is another file */
  async goOn(id: string, file: File): Promise<boolean> {
    const upload = this.list.find(id);
    if (upload === undefined || !isSameFile(upload, file)) return false;
    const { partSize } = await body(media.GET('/api/media/v1/uploads/{id}', path(id)));
    this.sender.keep(id, file);
    void this.sender.send(id, file, partSize);
    return true;
  }

  async pause(id: string, paused: boolean): Promise<void> {
    rememberPaused(id, paused);
    this.list.change(id, { state: paused ? 'paused' : 'starting', ...QUIET });
    await (paused ? this.sender.hold(id) : this.sender.release(id));
  }

  async retry(id: string): Promise<void> {
    const kept = this.sender.files.get(id);
    if (kept === undefined) this.list.change(id, { state: 'needs-file', problem: null });
    else await this.sender.send(id, kept.file, kept.partSize);
  }

  /** @throws ProblemError when the server could not be told; the upload then goes on standing there */
  async cancel(id: string): Promise<void> {
    this.sender.stop(id, false);
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
    this.sender.forget(id);
  }

  private async takeUp(personId: string): Promise<void> {
    const { items } = await body(media.GET('/api/media/v1/uploads', { params: { query: { limit: 100 } } }));
    const open = items.filter(({ recording, uploadId }) => !recording && this.list.find(uploadId) === undefined);
    await dropOthers(personId, new Set(items.map(({ uploadId }) => uploadId)));
    for (const one of open) {
      const size = one.size ?? 0;
      const file = await keptFile(personId, one.uploadId, size);
      this.list.put({ id: one.uploadId, assetId: one.assetId, filename: one.filename, size, state: file === null ? 'needs-file' : 'starting', sent: 0, ...QUIET, problem: null, kept: file !== null });
      const named = file === null ? null : new File([file], one.filename, { type: one.contentType });
      if (named !== null && !wasPaused(one.uploadId)) {
        void this.sender.send(one.uploadId, named, one.partSize);
        continue;
      }
      if (named !== null) {
        this.sender.files.set(one.uploadId, { file: named, partSize: one.partSize });
        this.list.change(one.uploadId, { state: 'paused' });
      }
      void this.sender.look(one.uploadId).catch(() => undefined);
    }
  }
}

export const uploads = new UploadManager();
