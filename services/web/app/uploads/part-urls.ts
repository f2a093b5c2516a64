export interface PartTarget {
  readonly partNumber: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: string;
}

/** Parts whose addresses are asked for at once: those that come next. */
const AHEAD = 4;
/** Milliseconds that an address must still have when a part is begun, on a slow line too. */
const LEEWAY = 60_000;

/** Addresses to send parts to, asked for a few at a time and anew when they are too old. */
export class PartUrls {
  private readonly known = new Map<string, Promise<PartTarget>>();

  constructor(private readonly sign: (uploadId: string, partNumbers: readonly number[]) => Promise<readonly PartTarget[]>, private readonly now: () => number) {}

  /** @param partCount of the upload @throws what the server refused with; the next call asks again */
  async get(uploadId: string, partNumber: number, partCount: number): Promise<PartTarget> {
    const key = `${uploadId} ${partNumber}`;
    for (let asked = this.known.get(key); asked !== undefined; asked = this.known.get(key)) {
      const target = await asked.catch(() => undefined);
      if (target !== undefined && Date.parse(target.expiresAt) - this.now() > LEEWAY) return target;
      // Others may have waited for the same one, and asked anew meanwhile.
      if (this.known.get(key) === asked) this.known.delete(key);
    }
    const wanted = Array.from({ length: Math.min(AHEAD, partCount - partNumber + 1) }, (_, index) => partNumber + index);
    const answer = this.sign(uploadId, wanted);
    for (const number of wanted) {
      const one = answer.then((targets) => {
        const target = targets.find((candidate) => candidate.partNumber === number);
        if (target === undefined) throw new Error(`no address for part ${number}`);
        return target;
      });
      // Who asks for it says so; nobody may.
      one.catch(() => undefined);
      this.known.set(`${uploadId} ${number}`, one);
    }
    return this.known.get(key) as Promise<PartTarget>;
  }

  /** The store did not like this one. */
  forget(uploadId: string, partNumber: number): void {
    this.known.delete(`${uploadId} ${partNumber}`);
  }
}
