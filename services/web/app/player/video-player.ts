import { store, stored } from '../shell/preferences.ts';
import { frameMs, stepTarget, withFrame } from './frames.ts';
import { jumpOf, type Loop, NO_LOOP } from './loop.ts';
import type { Playable, PlayState } from './playable.ts';
import { Reels, type VideoSource } from './reels.ts';
import { rangesOf } from './video-elements.ts';

export interface VideoState extends PlayState {
  readonly volume: number;
  readonly muted: boolean;
  readonly loop: Loop;
  /** How often one element took over from the other. */
  readonly swaps: number;
  /** Width divided by height; null while nobody knows. */
  readonly aspect: number | null;
}

const between = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const remembered = (name: 'volume' | 'speed', low: number, high: number) => {
  const value = Number(stored(name) ?? 1);
  return Number.isFinite(value) && value > 0 ? between(value, low, high) : 1;
};

/** Plays one video of ours. Lives outside of React: what is drawn follows it, and it can be asked from anywhere. */
export class VideoPlayer implements Playable {
  readonly #reels: Reels;
  readonly #listeners = new Set<() => void>();
  readonly #remember: boolean;
  #state: VideoState;
  #distances: readonly number[] = [];
  #frame: { readonly mediaMs: number; readonly atMs: number; readonly count: number } | null = null;
  #ticking = false;

  /** @param remember speed and sound are those of the last video, and those for the next one */
  constructor({ remember = true }: { readonly remember?: boolean } = {}) {
    this.#remember = remember;
    this.#state = { phase: 'loading', playing: false, waiting: false, timeMs: 0, durationMs: null, error: null, loop: NO_LOOP, swaps: 0, aspect: null, rate: remember ? remembered('speed', 0.25, 2) : 1, volume: remember ? remembered('volume', 0, 1) : 1, muted: remember && stored('muted') === 'true' };
    this.#reels = new Reels({
      changed: (event) => this.#follow(event),
      failed: (error) => this.#set({ phase: 'failed', error, playing: false, waiting: false }),
      swapped: () => {
        this.#frame = null;
        this.#watchFrames();
        this.#set({ swaps: this.#state.swaps + 1 });
      },
    });
    this.#reels.setRate(this.#state.rate);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): VideoState => this.#state;
  get element(): HTMLVideoElement | null { return this.#reels.element; }
  buffered(): readonly (readonly [number, number])[] { return this.element === null ? [] : rangesOf(this.element); }

  /** @param pair two elements at one place; the one that is not shown has no source, or gets ready */
  attach(pair: readonly [HTMLVideoElement, HTMLVideoElement]): () => void {
    const detach = this.#reels.attach(pair);
    this.#reels.setRate(this.#state.rate);
    this.#sound();
    this.#watchFrames();
    return () => {
      detach();
      this.#frame = null;
      this.#set({ phase: 'loading', playing: false, waiting: false });
    };
  }

  open(source: VideoSource, atMs: number): void {
    this.#distances = [];
    this.#frame = null;
    this.#set({ phase: 'loading', error: null, timeMs: atMs, durationMs: null, waiting: false });
    this.#reels.open(source, atMs);
  }

  retry(): void {
    this.#set({ phase: 'loading', error: null });
    this.#reels.retry();
  }

  play(): void {
    const { durationMs, timeMs } = this.#state;
    if (durationMs !== null && timeMs >= durationMs - 60) this.#reels.seek(0);
    this.resume();
  }

  /** As play, but what is over stays over. */
  resume(): void {
    this.#reels.play();
    this.#follow('play');
  }

  pause(): void { this.#reels.pause(); }
  toggle(): void {
    if (this.#state.playing) this.pause();
    else this.play();
  }

  seek(ms: number): void {
    this.#reels.seek(between(ms, 0, this.#state.durationMs ?? Number.MAX_SAFE_INTEGER));
    this.#set({ timeMs: this.#reels.timeMs });
  }

  /** Shows the next or the previous frame, standing still. */
  step(by: 1 | -1): void {
    this.pause();
    const frame = frameMs(this.#distances);
    const shown = this.#frame?.mediaMs ?? this.#state.timeMs;
    this.seek(stepTarget(shown, by, frame));
    // Presses come faster than pictures: the next one counts from where this one goes.
    this.#frame = { mediaMs: Math.max(0, shown + by * frame), atMs: performance.now(), count: 0 };
  }

  get frameMs(): number { return frameMs(this.#distances); }
  /** The best guess of the moment on the screen at `nowMs` (performance.now). */
  positionMs(nowMs: number): number {
    const frame = this.#frame;
    const { element } = this;
    // What is seen counts. Only where no frame came for long does the element's own clock, which runs ahead of the picture.
    if (frame === null || element === null || element.paused || element.seeking || nowMs - frame.atMs > 400) return this.#reels.timeMs;
    return frame.mediaMs + (nowMs - frame.atMs) * element.playbackRate;
  }
  get moving(): boolean { return this.#reels.moving; }

  setRate(rate: number): void {
    this.#reels.setRate(rate);
    this.#set({ rate });
    if (this.#remember) store('speed', String(rate));
  }

  /** A speed for a moment, to catch up with another video: not what the person chose. */
  nudge(rate: number): void {
    const { element } = this;
    if (element !== null && Math.abs(element.playbackRate - rate) > 1e-4) element.playbackRate = rate;
  }

  setVolume(volume: number): void {
    this.#set({ volume: between(volume, 0, 1), muted: volume <= 0 });
    this.#sound();
    if (this.#remember && volume > 0) store('volume', String(this.#state.volume));
  }

  setMuted(muted: boolean): void {
    this.#set({ muted, ...(muted || this.#state.volume > 0 ? {} : { volume: 0.5 }) });
    this.#sound();
    if (this.#remember) store('muted', String(muted));
  }

  setLoop(loop: Loop): void { this.#set({ loop }); }

  #sound(): void {
    const { element } = this;
    if (element === null) return;
    element.volume = this.#state.volume;
    element.muted = this.#state.muted;
  }

  #follow(event: string): void {
    const { element } = this;
    if (element === null) return;
    if (event === 'loadstart' || event === 'loadedmetadata') this.#sound();
    if (event === 'seeked' || event === 'loadedmetadata') this.#watchFrames();
    const known = Number.isFinite(element.duration);
    const ready = element.readyState >= 1;
    this.#set({
      timeMs: this.#reels.timeMs, playing: this.#reels.wants, waiting: (this.#reels.wants && element.readyState < 3) || (this.#reels.moving && element.readyState < 2),
      durationMs: known ? element.duration * 1_000 : this.#state.durationMs, aspect: element.videoWidth > 0 ? element.videoWidth / element.videoHeight : this.#state.aspect,
      ...(ready && element.error === null ? { phase: 'ready', error: null } as const : {}),
    });
    if (event === 'ended') this.#loop();
    if (this.#reels.wants && !this.#ticking) this.#tick();
  }

  #tick = (): void => {
    this.#ticking = this.#reels.wants && this.element !== null;
    if (!this.#ticking) return;
    this.#loop();
    if (!this.#reels.moving) this.#set({ timeMs: this.#reels.timeMs });
    requestAnimationFrame(this.#tick);
  };

  #loop(): void {
    const jump = this.#reels.moving ? null : jumpOf(this.#state.loop, this.#reels.timeMs, this.#state.durationMs);
    if (jump === null) return;
    this.seek(jump);
    this.#reels.play();
  }

  #watchFrames(): void {
    const { element } = this;
    if (element === null || !('requestVideoFrameCallback' in element)) return;
    const watched = (element as { watchedBy?: VideoPlayer }).watchedBy === this;
    if (watched) return;
    (element as { watchedBy?: VideoPlayer }).watchedBy = this;
    const seen = (_now: number, { mediaTime, expectedDisplayTime, presentedFrames }: VideoFrameCallbackMetadata) => {
      if (element !== this.element) return void delete (element as { watchedBy?: VideoPlayer }).watchedBy;
      const mediaMs = mediaTime * 1_000;
      const before = this.#frame;
      if (before !== null && before.count > 0 && !element.paused) this.#distances = withFrame(this.#distances, mediaMs - before.mediaMs, presentedFrames - before.count);
      this.#frame = { mediaMs, atMs: expectedDisplayTime, count: presentedFrames };
      element.requestVideoFrameCallback(seen);
    };
    element.requestVideoFrameCallback(seen);
  }

  #set(change: Partial<VideoState>): void {
    const before = this.#state;
    const differs = (Object.keys(change) as (keyof VideoState)[]).some((key) => before[key] !== change[key]);
    if (!differs) return;
    this.#state = { ...before, ...change };
    this.#listeners.forEach((listener) => listener());
  }
}
