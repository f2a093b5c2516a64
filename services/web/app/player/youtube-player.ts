import type { Playable, PlayState } from './playable.ts';
import { command, listening, readNews, YOUTUBE_ORIGIN } from './youtube-protocol.ts';

/** Milliseconds between two words to a frame that has not answered yet, and until it is said that it does not. */
const KNOCK = 250;
const PATIENCE = 12_000;

/** The frame does not answer, or shows no video. */
export class YouTubeSilent extends Error {}

/** A video in a frame of YouTube, asked and told by messages: no script of theirs runs in this page. */
export class YouTubePlayer implements Playable {
  readonly #listeners = new Set<() => void>();
  #state: PlayState = { phase: 'loading', playing: false, waiting: false, timeMs: 0, durationMs: null, rate: 1, error: null };
  #frame: HTMLIFrameElement | null = null;
  #pending: { readonly seekMs: number | null; readonly play: boolean } = { seekMs: null, play: false };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): PlayState => this.#state;

  attach(frame: HTMLIFrameElement): () => void {
    this.#frame = frame;
    const began = performance.now();
    const hear = (event: MessageEvent) => {
      if (event.origin !== YOUTUBE_ORIGIN || event.source !== frame.contentWindow) return;
      const news = readNews(event.data);
      if (news === null) return;
      const { ready, refused, ...rest } = news;
      if (refused) return this.#set({ phase: 'failed', error: new YouTubeSilent(), playing: false });
      const first = ready === true && this.#state.phase === 'loading';
      this.#set({ ...rest, ...(ready ? { phase: 'ready' } as const : {}) });
      if (first) this.#begin();
    };
    const knock = setInterval(() => {
      if (this.#state.phase !== 'loading') return clearInterval(knock);
      if (performance.now() - began > PATIENCE) this.#set({ phase: 'failed', error: new YouTubeSilent() });
      this.#send(listening());
    }, KNOCK);
    addEventListener('message', hear);
    return () => {
      removeEventListener('message', hear);
      clearInterval(knock);
      this.#frame = null;
      this.#set({ phase: 'loading', playing: false, waiting: false });
    };
  }

  play(): void {
    this.#pending = { ...this.#pending, play: true };
    this.#send(command('playVideo'));
  }

  pause(): void {
    this.#pending = { ...this.#pending, play: false };
    this.#send(command('pauseVideo'));
  }

  seek(ms: number): void {
    const timeMs = Math.max(0, ms);
    this.#set({ timeMs });
    if (this.#state.phase === 'ready') this.#send(command('seekTo', [timeMs / 1_000, true]));
    else this.#pending = { ...this.#pending, seekMs: timeMs };
  }

  /** What was asked for before the frame could hear it. */
  #begin(): void {
    const { seekMs, play } = this.#pending;
    if (seekMs !== null) this.#send(command('seekTo', [seekMs / 1_000, true]));
    if (play) this.#send(command('playVideo'));
    this.#pending = { seekMs: null, play: false };
  }

  #send(message: string): void {
    // Before the frame has loaded, the message would go to an empty page of ours, which the browser refuses aloud.
    if (this.#frame?.dataset.loaded === 'true') this.#frame.contentWindow?.postMessage(message, YOUTUBE_ORIGIN);
  }

  #set(change: Partial<PlayState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.forEach((listener) => listener());
  }
}
