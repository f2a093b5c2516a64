import { describe, expect, it } from '@jest/globals';
import { correctionOf } from './drift.ts';
import { type Side, SyncedClock } from './sync.ts';

/** A video whose clock is not quite right, that takes a while to begin and to jump, and of which only frames are seen. */
class Simulated implements Side {
  now = 0;
  rate = 1;
  running = false;
  at = 0;
  stalledUntil = -1;
  seeks = 0;
  rates: number[] = [];
  #startsAt = 0;
  #jumpsUntil = -1;

  constructor(private readonly length: number, private readonly o: { readonly skew?: number; readonly late?: number; readonly frame?: number } = {}) {}
  durationMs() { return this.length; }
  frameMs() { return this.o.frame ?? 1_000 / 30; }
  positionMs() { return Math.floor(this.at / this.frameMs()) * this.frameMs(); }
  busy() { return this.now < this.#jumpsUntil || this.now < this.stalledUntil; }
  playing() { return this.running; }
  play() { if (!this.running) { this.running = true; this.#startsAt = this.now + (this.o.late ?? 0); } }
  pause() { this.running = false; }
  seek(ms: number) { this.at = ms; this.seeks += 1; this.#jumpsUntil = this.now + 60; }
  setRate(rate: number) { this.rate = rate; }
  nudge(rate: number) { if (rate !== this.rate) this.rates.push(rate); this.rate = rate; }
  pass(ms: number) {
    this.now += ms;
    if (this.running && !this.busy() && this.now > this.#startsAt) this.at = Math.min(this.length, this.at + ms * this.rate * (this.o.skew ?? 1));
    if (this.at >= this.length) this.running = false;
  }
}

/** Runs both in steps of a picture of the screen. @returns the largest distance after the first two seconds */
function run(clock: SyncedClock, sides: readonly Simulated[], seconds: number, offset = 0): number {
  let worst = 0;
  for (let ms = 0; ms < seconds * 1_000; ms += 16) {
    sides.forEach((side) => side.pass(16));
    clock.tick(sides[0]?.now ?? 0);
    const [a, b] = sides;
    if (ms > 2_000 && a?.running && b?.running) worst = Math.max(worst, Math.abs(b.at + offset - a.at));
  }
  return worst;
}

describe('two videos on one clock', () => {
  it('should stay within a frame over a minute, though their clocks differ and one begins late', () => {
    const sides = [new Simulated(120_000, { late: 20 }), new Simulated(120_000, { skew: 1.002, late: 140, frame: 40 })] as const;
    const clock = new SyncedClock(...sides, 0);
    clock.tick(0);
    clock.play();
    expect(run(clock, sides, 62)).toBeLessThan(34);
    expect(sides[1].seeks).toBeLessThan(3);
  });

  it('should never change the speed of the one that is heard', () => {
    const sides = [new Simulated(120_000), new Simulated(120_000, { skew: 0.997, late: 90 })] as const;
    const clock = new SyncedClock(...sides, 0);
    clock.setHeard('follower');
    clock.play();
    expect(run(clock, sides, 20)).toBeLessThan(34);
    expect(sides[1].rates).toEqual([]);
    expect(sides[0].rates.length).toBeGreaterThan(0);
  });

  it('should begin the answer where it was pinned, and play on alone where only one has a picture', () => {
    const sides = [new Simulated(10_000), new Simulated(10_000)] as const;
    const clock = new SyncedClock(...sides, 5_000);
    clock.tick(0);
    expect([clock.state().durationMs, clock.state().timeMs]).toEqual([15_000, 5_000]);
    clock.seek(0);
    clock.play();
    run(clock, sides, 3);
    expect([sides[0].running, sides[1].running]).toEqual([true, false]);
    expect(run(clock, sides, 5, 5_000)).toBeLessThan(34);
    expect(sides[1].running).toBe(true);
    run(clock, sides, 4);
    expect([sides[0].running, sides[1].running]).toEqual([false, true]);
    run(clock, sides, 6);
    expect(clock.state().playing).toBe(false);
    expect(clock.state().timeMs).toBe(15_000);
  });

  it('should let the answer begin before the exercise', () => {
    const sides = [new Simulated(10_000), new Simulated(10_000)] as const;
    const clock = new SyncedClock(...sides, -2_000);
    clock.tick(0);
    clock.seek(0);
    clock.play();
    run(clock, sides, 1);
    expect([sides[0].running, sides[1].running]).toEqual([false, true]);
    run(clock, sides, 3, -2_000);
    expect(Math.abs(sides[1].at - 2_000 - sides[0].at)).toBeLessThan(34);
  });

  it('should make both wait for the one that has no bytes', () => {
    const sides = [new Simulated(60_000), new Simulated(60_000)] as const;
    const clock = new SyncedClock(...sides, 0);
    clock.play();
    run(clock, sides, 3);
    sides[1].stalledUntil = sides[1].now + 2_000;
    run(clock, sides, 1);
    expect(clock.state().waiting).toBe(true);
    const stood = sides[0].at;
    run(clock, sides, 0.5);
    expect(sides[0].at).toBe(stood);
    run(clock, sides, 3);
    expect(clock.state().waiting).toBe(false);
    expect(sides[0].at).toBeGreaterThan(stood + 1_000);
    expect(Math.abs(sides[1].at - sides[0].at)).toBeLessThan(34);
  });

  it('should loop, seek, pause and step as one', () => {
    const sides = [new Simulated(60_000), new Simulated(60_000, { skew: 1.001 })] as const;
    const clock = new SyncedClock(...sides, 0);
    clock.tick(0);
    clock.setLoop({ aMs: 2_000, bMs: 4_000 });
    clock.seek(3_500);
    clock.play();
    run(clock, sides, 5);
    expect(clock.state().timeMs).toBeGreaterThanOrEqual(1_900);
    expect(clock.state().timeMs).toBeLessThan(4_100);
    clock.pause();
    expect(sides[0].at).toBe(sides[1].at);
    const stood = clock.state().timeMs;
    clock.step(1);
    expect(clock.state().timeMs - stood).toBeGreaterThan(10);
    expect(clock.state().timeMs - stood).toBeLessThan(60);
  });

  it('should move the answer alone when its beginning is moved', () => {
    const sides = [new Simulated(60_000), new Simulated(60_000)] as const;
    const clock = new SyncedClock(...sides, 0);
    clock.tick(0);
    clock.seek(10_000);
    clock.setOffset(300);
    expect([sides[0].at, sides[1].at]).toEqual([10_000, 9_700]);
  });

  it('should nudge what is near, jump to what is far, and leave alone what nobody sees', () => {
    expect([correctionOf(2).kind, correctionOf(30).kind, correctionOf(400).kind]).toEqual(['none', 'nudge', 'jump']);
    const ahead = correctionOf(30);
    expect(ahead.kind === 'nudge' && ahead.factor < 1 && ahead.factor >= 0.9).toBe(true);
  });
});
