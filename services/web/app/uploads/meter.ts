import { rateOf, type Sample, secondsLeft, withSample } from './rate.ts';

/** Milliseconds between two words about progress: screens draw no faster. */
const BEAT = 200;

interface Reading {
  readonly rate: number | null;
  readonly secondsLeft: number | null;
  /** Worth telling now. */
  readonly due: boolean;
}

/** Measures how fast uploads go, and how often that is worth telling. */
export class Meter {
  private readonly samples = new Map<string, readonly Sample[]>();
  private readonly told = new Map<string, Sample>();

  /** @param at milliseconds @param size of the whole file */
  read(id: string, at: number, sent: number, size: number): Reading {
    const samples = withSample(this.samples.get(id) ?? [], { at, sent });
    this.samples.set(id, samples);
    const last = this.told.get(id);
    const due = last === undefined || at - last.at >= BEAT || sent >= size || sent < last.sent;
    if (due) this.told.set(id, { at, sent });
    return { rate: rateOf(samples), secondsLeft: secondsLeft(samples, size), due };
  }

  forget(id: string): void {
    this.samples.delete(id);
    this.told.delete(id);
  }
}
