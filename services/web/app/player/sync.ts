import { correctionOf, driftOf, type Look, withLook } from './drift.ts';
import { jumpOf, type Loop, NO_LOOP } from './loop.ts';
import type { Playable, PlayState } from './playable.ts';

/** One of the two videos, as the clock needs it. Times are milliseconds of that video. */
export interface Side {
  durationMs(): number | null;
  /** The best guess of what is on the screen at `nowMs`. */
  positionMs(nowMs: number): number;
  /** Cannot go on: jumps, or waits for bytes. */
  busy(): boolean;
  playing(): boolean;
  play(): void;
  pause(): void;
  seek(ms: number): void;
  setRate(rate: number): void;
  /** A speed for a moment, to catch up. */
  nudge(rate: number): void;
  frameMs(): number;
}

export interface SyncState extends PlayState {
  /** How far the two are apart, milliseconds; null: one of them does not play. */
  readonly driftMs: number | null;
  readonly loop: Loop;
  readonly offsetMs: number;
}

/** Milliseconds between two changes of a speed: each costs the browser a little. */
const CALM = 220;
/** Milliseconds before a video's end at which it counts as over. */
const EDGE = 45;

/**
 * One clock for two videos. The exercise leads; the answer begins `offsetMs` later (earlier, when negative) and follows.
 * The clock runs over both: where only one has a picture, that one plays alone. If one has to wait, both wait.
 */
export class SyncedClock implements Playable {
  readonly #listeners = new Set<() => void>();
  readonly #sides: readonly [Side, Side];
  #state: SyncState = { phase: 'loading', playing: false, waiting: false, timeMs: 0, durationMs: null, rate: 1, error: null, driftMs: null, loop: NO_LOOP, offsetMs: 0 };
  /** On the exercise's own timeline. */
  #at = 0;
  #last: number | null = null;
  #looks: readonly Look[] = [];
  /** What changes of the speed have gained the follower, milliseconds, and by how much it gains now in each. */
  #made = 0;
  #gain = 0;
  #nudged = 0;
  #quiet: 'leader' | 'follower' = 'follower';

  constructor(leader: Side, follower: Side, offsetMs: number) {
    this.#sides = [leader, follower];
    // Where both have a picture: that is what somebody came to compare.
    this.#at = Math.max(0, offsetMs);
    this.#state = { ...this.#state, offsetMs, timeMs: this.#at - this.startMs };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): SyncState => this.#state;

  /** Where the clock begins: before the exercise, if the answer does. */
  get startMs(): number { return Math.min(0, this.#state.offsetMs); }
  #endMs(): number | null {
    const [a, b] = this.#sides.map((side) => side.durationMs());
    return a == null || b == null ? null : Math.max(a, b + this.#state.offsetMs);
  }
  #beginOf(index: number): number { return index === 0 ? 0 : this.#state.offsetMs; }
  /** Whether a video has a picture at this time of the clock. */
  #isOn(index: number, at = this.#at): boolean {
    const duration = this.#sides[index]?.durationMs() ?? null;
    const ms = at - this.#beginOf(index);
    return duration !== null && ms >= 0 && ms < duration - EDGE;
  }
  isOn = (index: 0 | 1): boolean => this.#isOn(index);

  play(): void {
    const end = this.#endMs();
    if (end !== null && this.#at >= end - 2 * EDGE) this.#go(this.startMs);
    this.#last = null;
    this.#even();
    this.#set({ playing: true });
  }

  pause(): void {
    this.#set({ playing: false, waiting: false });
    this.#sides.forEach((side) => side.pause());
    // Both stand at the very same moment, however late each of them stopped.
    this.#go(this.#at);
  }

  /** @param ms from the clock's beginning */
  seek(ms: number): void { this.#go(this.startMs + ms); }

  step(by: 1 | -1): void {
    if (this.#state.playing) this.pause();
    const frame = this.#sides[0].frameMs();
    // The middle of a frame, so that rounding does not show its neighbour.
    this.#go((Math.floor(this.#at / frame) + by + 0.5) * frame);
  }

  setRate(rate: number): void {
    this.#set({ rate });
    this.#sides.forEach((side) => side.setRate(rate));
    this.#even();
  }

  setOffset(offsetMs: number): void {
    this.#set({ offsetMs });
    this.#go(this.#at);
  }

  /** Points in milliseconds from the clock's beginning. */
  setLoop(loop: Loop): void { this.#set({ loop }); }

  /** Whose speed may change: the one that is not heard. */
  setHeard(heard: 'leader' | 'follower' | 'none'): void {
    this.#even();
    this.#quiet = heard === 'follower' ? 'leader' : 'follower';
  }

  /** To be called for each picture of the screen. @param nowMs a clock that never goes back */
  tick(nowMs: number): void {
    const passed = this.#last === null ? 0 : nowMs - this.#last;
    this.#last = nowMs;
    const end = this.#endMs();
    if (end === null) return;
    this.#set({ phase: 'ready', durationMs: end - this.startMs });
    if (!this.#state.playing || this.#waits()) return;
    this.#at = this.#driven(nowMs) ?? Math.min(end, this.#at + passed * this.#state.rate);
    const jump = jumpOf(this.#state.loop, this.#at - this.startMs, end - this.startMs);
    if (jump !== null) return this.seek(jump);
    if (this.#at >= end - EDGE) {
      this.#at = end;
      return this.pause();
    }
    this.#sides.forEach((side, index) => this.#place(side, index, nowMs));
    this.#correct(nowMs, passed);
    this.#set({ timeMs: this.#at - this.startMs });
  }

  /** If one has to wait, the other waits for it. */
  #waits(): boolean {
    const on = this.#sides.filter((_, index) => this.#isOn(index));
    if (!on.some((side) => side.busy())) {
      this.#set({ waiting: false });
      return false;
    }
    if (!this.#state.waiting) {
      on.filter((side) => side.playing()).forEach((side) => side.pause());
      this.#even();
      this.#set({ waiting: true, driftMs: null });
    }
    return true;
  }

  /** The time by the exercise, or by the answer where the exercise is over or has not begun; null: by neither. */
  #driven(nowMs: number): number | null {
    for (const [index, side] of this.#sides.entries()) if (this.#isOn(index) && side.playing()) return side.positionMs(nowMs) + this.#beginOf(index);
    return null;
  }

  /** Plays what has a picture now, and rests what has none. */
  #place(side: Side, index: number, nowMs: number): void {
    const on = this.#isOn(index);
    if (on && !side.playing()) {
      const target = this.#at - this.#beginOf(index);
      if (Math.abs(side.positionMs(nowMs) - target) > EDGE) side.seek(target);
      else side.play();
    } else if (!on && side.playing()) side.pause();
  }

  #correct(nowMs: number, passed: number): void {
    const [leader, follower] = this.#sides;
    if (!this.#isOn(0) || !this.#isOn(1) || !leader.playing() || !follower.playing()) {
      this.#looks = [];
      return this.#set({ driftMs: null });
    }
    this.#made += passed * this.#gain;
    this.#looks = withLook(this.#looks, nowMs, follower.positionMs(nowMs) + this.#state.offsetMs - leader.positionMs(nowMs), this.#made);
    const drift = driftOf(this.#looks, this.#made);
    if (drift === null) return undefined;
    this.#set({ driftMs: drift });
    if (nowMs - this.#nudged < CALM) return undefined;
    this.#nudged = nowMs;
    const correction = correctionOf(drift);
    if (correction.kind === 'jump') {
      this.#even();
      return follower.seek(this.#at - this.#state.offsetMs);
    }
    return this.#nudge(correction.kind === 'nudge' ? correction.factor : 1);
  }

  /** Only the one that is not heard changes its speed. */
  #nudge(factor: number): void {
    const [leader, follower] = this.#sides;
    const { rate } = this.#state;
    this.#gain = (factor - 1) * rate;
    if (this.#quiet === 'follower') follower.nudge(rate * factor);
    else leader.nudge(rate * (2 - factor));
  }

  /** Both at the chosen speed; what was seen before counts no more. */
  #even(): void {
    this.#looks = [];
    this.#made = this.#gain = 0;
    this.#sides.forEach((side) => side.nudge(this.#state.rate));
  }

  #go(at: number): void {
    const end = this.#endMs() ?? Number.MAX_SAFE_INTEGER;
    this.#at = Math.min(end, Math.max(this.startMs, at));
    this.#even();
    for (const [index, side] of this.#sides.entries()) {
      const duration = side.durationMs();
      side.seek(Math.min(Math.max(0, this.#at - this.#beginOf(index)), duration === null ? Number.MAX_SAFE_INTEGER : Math.max(0, duration - EDGE)));
    }
    this.#set({ timeMs: this.#at - this.startMs, driftMs: null });
  }

  #set(change: Partial<SyncState>): void {
    const before = this.#state;
    if (!(Object.keys(change) as (keyof SyncState)[]).some((key) => before[key] !== change[key])) return;
    this.#state = { ...before, ...change };
    this.#listeners.forEach((listener) => listener());
  }
}
