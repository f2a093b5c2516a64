import { bufferedUntil, endOf, type Grant, mayJump, mayRecover, nextStep } from './renewal.ts';
import { empty, meets, rangesOf, ready } from './video-elements.ts';

export interface VideoSource {
  /** The same key is the same video. */
  readonly key: string;
  readonly load: () => Promise<Grant>;
}
interface Held {
  readonly url: string;
  readonly endsMs: number;
}
type Pair = readonly [HTMLVideoElement, HTMLVideoElement];
const EVENTS = ['loadedmetadata', 'durationchange', 'canplay', 'play', 'pause', 'playing', 'waiting', 'stalled', 'seeking', 'seeked', 'timeupdate', 'progress', 'ended', 'error', 'volumechange', 'ratechange'] as const;
const BEAT = 1_000;
const WAIT_AFTER_FAILURE = 5_000;

/** A video that the browser cannot play. */
export class Unplayable extends Error {}

/**
 * As in a cinema two reels take turns: one element is shown, the other gets ready with the next signed URL at the same
 * position, and the audience does not see the change. What to do and when is decided in renewal.ts.
 */
export class Reels {
  #pair: Pair | null = null;
  #shown: 0 | 1 = 0;
  #source: VideoSource | null = null;
  #now: Held | null = null;
  #next: Held | null = null;
  #wants = false;
  #moving: number | null = null;
  #rate = 1;
  #opened = 0;
  #busy = false;
  #quietUntil = 0;
  #recovered: number | null = null;
  #last = 0;

  constructor(private readonly told: { readonly changed: (event: string) => void; readonly failed: (error: unknown) => void; readonly swapped: () => void }) {}

  get element(): HTMLVideoElement | null { return this.#pair?.[this.#shown] ?? null; }
  get wants(): boolean { return this.#wants; }
  /** Seconds are the element's; everything of ours counts milliseconds. */
  get timeMs(): number { return this.#moving ?? (this.element === null ? this.#last : this.element.currentTime * 1_000); }
  get moving(): boolean { return this.#moving !== null || (this.element?.seeking ?? false); }

  attach(pair: Pair): () => void {
    this.#pair = pair;
    const heard = (event: Event) => { if (event.target === this.element) this.#hear(event.type); };
    for (const element of pair) for (const name of EVENTS) element.addEventListener(name, heard);
    const timer = setInterval(() => this.#beat(), BEAT);
    return () => {
      clearInterval(timer);
      this.#opened += 1;
      for (const element of pair) {
        for (const name of EVENTS) element.removeEventListener(name, heard);
        empty(element);
      }
      this.#pair = null;
    };
  }

  /** Shows another video, from a position on. */
  open(source: VideoSource, atMs: number): void {
    this.#source = source;
    this.#now = this.#next = null;
    this.#recovered = null;
    this.#last = atMs;
    void this.#begin(atMs);
  }

  async #begin(atMs: number): Promise<void> {
    const opened = (this.#opened += 1);
    try {
      const held = await this.#fetch();
      if (opened !== this.#opened || this.element === null) return;
      this.#put(held, atMs);
    } catch (error) {
      if (opened === this.#opened) this.told.failed(error);
    }
  }

  /** Tries again what failed, from where it was. */
  retry(): void {
    this.#recovered = null;
    void this.#begin(this.#last);
  }

  play(): void {
    this.#wants = true;
    const { element } = this;
    if (element === null || this.#now === null) return;
    // What was left open for long begins with a new URL; what has arrived plays in the meantime.
    if (!mayJump(Date.now(), this.#now.endsMs, this.#bufferedMs() > 3_000)) void this.#move(this.timeMs);
    else this.#start(element);
  }

  pause(): void {
    this.#wants = false;
    this.element?.pause();
    this.#beat();
    this.told.changed('pause');
  }

  seek(ms: number): void {
    const { element } = this;
    if (element === null || this.#now === null) return void (this.#last = ms);
    const target = Math.max(0, Number.isFinite(element.duration) ? Math.min(ms, element.duration * 1_000) : ms);
    this.#last = target;
    if (mayJump(Date.now(), this.#now.endsMs, bufferedUntil(rangesOf(element), target) > target)) {
      this.#moving = null;
      element.currentTime = target / 1_000;
      if (this.#next !== null) this.#beat();
    } else void this.#move(target);
  }

  setRate(rate: number): void {
    this.#rate = rate;
    for (const element of this.#pair ?? []) {
      element.defaultPlaybackRate = rate;
      element.playbackRate = rate;
    }
  }

  async #fetch(): Promise<Held> {
    const source = this.#source;
    if (source === null) throw new Error('no video is open');
    const grant = await source.load();
    return { url: grant.url, endsMs: endOf(grant.expiresAt, Date.now()) };
  }

  #hear(type: string): void {
    const { element } = this;
    if (element === null) return;
    if (type === 'error') return void this.#recover();
    // Keys of the keyboard, the headphones and the small window pause and play without us.
    if (type === 'play') this.#wants = true;
    if (type === 'ended' || (type === 'pause' && !element.ended && element.error === null && !this.#busy)) this.#wants = false;
    if (type === 'timeupdate' && element.readyState > 1) this.#last = element.currentTime * 1_000;
    if (type === 'pause' || type === 'waiting') this.#beat();
    this.told.changed(type);
  }

  #beat(): void {
    const { element } = this;
    if (element === null || this.#now === null || this.#busy || element.error !== null || Date.now() < this.#quietUntil) return;
    const bufferedMs = this.#bufferedMs();
    const step = nextStep({
      nowMs: Date.now(), endsMs: this.#now.endsMs, nextEndsMs: this.#next?.endsMs ?? null, playing: this.#wants, rate: this.#rate,
      bufferedMs, bufferedToEnd: Number.isFinite(element.duration) && this.timeMs + bufferedMs >= element.duration * 1_000 - 300,
    });
    if (step === 'wait') return;
    void this.#quietly(async () => {
      if (step === 'fetch') this.#next = await this.#fetch();
      else await this.#swap();
    });
  }

  /** What fails here is tried again later: the old URL still plays. */
  async #quietly(act: () => Promise<void>): Promise<void> {
    this.#busy = true;
    const opened = this.#opened;
    try {
      await act();
    } catch {
      if (opened === this.#opened) this.#quietUntil = Date.now() + WAIT_AFTER_FAILURE;
    } finally {
      this.#busy = false;
    }
  }

  /** Goes where the old URL does not lead any more. Of several in a row the last counts. */
  async #move(ms: number): Promise<void> {
    const opened = this.#opened;
    const first = this.#moving === null;
    this.#moving = ms;
    this.told.changed('seeking');
    if (!first) return;
    try {
      const held = await this.#fetch();
      if (opened !== this.#opened || this.#moving === null) return;
      this.#put(held, this.#moving);
    } catch (error) {
      if (opened === this.#opened) this.told.failed(error);
    }
    this.#moving = null;
  }

  async #recover(): Promise<void> {
    const opened = this.#opened;
    if (!mayRecover(Date.now(), this.#recovered)) return this.told.failed(new Unplayable());
    this.#recovered = Date.now();
    try {
      const held = await this.#fetch();
      if (opened === this.#opened) this.#put(held, this.#moving ?? this.#last);
    } catch (error) {
      if (opened === this.#opened) this.told.failed(error);
    }
  }

  /** A URL for the element that is shown; position, speed and playing stay. */
  #put(held: Held, atMs: number): void {
    const { element } = this;
    if (element === null) return;
    this.#now = held;
    this.#next = null;
    element.src = held.url;
    element.defaultPlaybackRate = element.playbackRate = this.#rate;
    element.currentTime = atMs / 1_000;
    if (this.#wants) this.#start(element);
    this.told.changed('loadstart');
  }

  async #swap(): Promise<void> {
    const from = this.element;
    const to = this.#pair?.[this.#shown === 0 ? 1 : 0];
    const held = this.#next;
    if (from === null || to === undefined || held === null) return;
    // The small window belongs to one element, and only a press can open it again.
    if (document.pictureInPictureElement === from) return this.#wants ? undefined : this.#put(held, this.timeMs);
    const opened = this.#opened;
    to.muted = true;
    to.src = held.url;
    to.defaultPlaybackRate = to.playbackRate = this.#rate;
    for (let tries = 0; tries < 5; tries += 1) {
      to.currentTime = from.currentTime + (from.paused ? 0 : 0.5 * this.#rate);
      await ready(to);
      if (opened !== this.#opened) return;
      if (await meets(from, to)) {
        this.#flip(from, to, held);
        return;
      }
    }
    empty(to);
    throw new Error('the picture did not hold still');
  }

  #flip(from: HTMLVideoElement, to: HTMLVideoElement, held: Held): void {
    this.#now = held;
    this.#next = null;
    this.#shown = this.#shown === 0 ? 1 : 0;
    to.volume = from.volume;
    to.muted = from.muted;
    if (this.#wants) this.#start(to);
    from.pause();
    empty(from);
    this.told.swapped();
    this.told.changed('swapped');
  }

  #start(element: HTMLVideoElement): void {
    element.play().catch((error: unknown) => {
      // Where a browser wants a press first, the video stays at its place and waits for one.
      if (error instanceof DOMException && error.name === 'NotAllowedError' && element === this.element) {
        this.#wants = false;
        this.told.changed('pause');
      }
    });
  }

  #bufferedMs(): number {
    const { element, timeMs } = this;
    return element === null ? 0 : bufferedUntil(rangesOf(element), timeMs) - timeMs;
  }
}
