import { useSyncExternalStore } from 'react';

/** What a screen sees of something that plays, whoever plays it. Times are milliseconds of the video. */
export interface PlayState {
  readonly phase: 'loading' | 'ready' | 'failed';
  /** Playing, or about to as soon as there are bytes. */
  readonly playing: boolean;
  readonly waiting: boolean;
  readonly timeMs: number;
  readonly durationMs: number | null;
  readonly rate: number;
  /** Why it is `failed`. */
  readonly error: unknown;
}

export interface Playable {
  readonly subscribe: (listener: () => void) => () => void;
  readonly state: () => PlayState;
  play(): void;
  pause(): void;
  seek(ms: number): void;
}

/** One value of the state: a component is drawn again when that value changes, not sixty times a second. */
export const usePlay = <T extends string | number | boolean | null>(playable: Playable, select: (state: PlayState) => T): T => useSyncExternalStore(playable.subscribe, () => select(playable.state()));
