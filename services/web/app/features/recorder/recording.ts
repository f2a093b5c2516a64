import { BITS, sliceOf } from './media-type.ts';
import type { EndReason } from './recorder-machine.ts';
import type { Take } from './take.ts';
import { elapsed, remaining, started, stopped, stoppedClock } from './time-budget.ts';

/** A key frame each second: an mp4 is cut there, and a take that was cut off plays from nearer its end. */
const OPTIONS = { ...BITS, videoKeyFrameIntervalDuration: 1_000 };

interface Listener {
  onStarted(): void;
  /** It has to end, for this reason; whoever listens calls `stop`. */
  onEnd(reason: EndReason): void;
  /** The device gives no picture for now: a phone call, another app. */
  onMuted(muted: boolean): void;
}

/** The browser's recorder at work: hands each piece to the take, keeps the time. */
export class Recording {
  readonly take: Take;
  readonly #recorder: MediaRecorder;
  readonly #listener: Listener;
  readonly #over = new AbortController();
  readonly #stopped: Promise<void>;
  #clock = stoppedClock;
  #pieces: Promise<unknown> = Promise.resolve();

  constructor(stream: MediaStream, take: Take, listener: Listener) {
    this.take = take;
    this.#listener = listener;
    const recorder = new MediaRecorder(stream, { mimeType: take.file.type, ...OPTIONS });
    this.#recorder = recorder;
    const on = (target: EventTarget, name: string, act: (event: Event) => void) => target.addEventListener(name, act, { signal: this.#over.signal });
    on(recorder, 'start', () => {
      this.#clock = started(this.#clock, performance.now());
      listener.onStarted();
    });
    on(recorder, 'pause', () => { this.#clock = stopped(this.#clock, performance.now()); });
    on(recorder, 'resume', () => { this.#clock = started(this.#clock, performance.now()); });
    on(recorder, 'dataavailable', (event) => this.#onPiece((event as BlobEvent).data));
    on(recorder, 'error', () => listener.onEnd('browser'));
    for (const track of stream.getTracks()) on(track, 'ended', () => listener.onEnd('device'));
    for (const track of stream.getVideoTracks()) for (const name of ['mute', 'unmute']) on(track, name, () => listener.onMuted(track.muted));
    this.#stopped = new Promise((resolve) => { on(recorder, 'stop', () => resolve()); });
  }

  /** Milliseconds recorded, pauses not counted. */
  get elapsedMs(): number {
    return elapsed(this.#clock, performance.now());
  }

  get remainingMs(): number {
    return remaining(this.elapsedMs, this.take.bytes.size);
  }

  start(): void {
    this.#recorder.start(sliceOf(this.take.file.type));
  }

  pause(): void {
    if (this.#recorder.state === 'recording') this.#recorder.pause();
  }

  resume(): void {
    if (this.#recorder.state === 'paused') this.#recorder.resume();
  }

  /** Resolves when the last piece is with the take. @returns milliseconds of the take */
  async stop(): Promise<number> {
    const ms = this.elapsedMs;
    this.#clock = stopped(this.#clock, performance.now());
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    await this.#stopped;
    await this.#pieces;
    this.#over.abort();
    this.take.ended(ms);
    return ms;
  }

  #onPiece(piece: Blob): void {
    if (piece.size > 0) this.#pieces = Promise.all([this.#pieces, this.take.piece(piece, this.elapsedMs)]);
    // Here, too: in a tab that is not seen, timers come late, and these do not.
    if (this.#recorder.state === 'recording' && this.remainingMs <= 0) this.#listener.onEnd('time');
  }
}
