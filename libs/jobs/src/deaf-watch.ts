/** What one look at a queue and its worker saw. */
export interface Look {
  /** Jobs that a worker could take now. */
  readonly takeable: number;
  /** Whether the worker has room for one more. */
  readonly room: boolean;
  /** Jobs the worker has taken since it started. */
  readonly taken: number;
}

/** Tells a worker that hears nothing from one that has nothing to do: jobs wait, there is room, and still none is taken. */
export class DeafWatch {
  private looks = 0;
  private takenBefore = 0;

  constructor(private readonly limit: number) {}

  /** @returns whether the worker has to be replaced */
  see(look: Look): boolean {
    const deaf = look.takeable > 0 && look.room && look.taken === this.takenBefore;
    this.takenBefore = look.taken;
    this.looks = deaf ? this.looks + 1 : 0;
    if (this.looks < this.limit) return false;
    this.looks = 0;
    return true;
  }

  /** Redis is away: nobody could hear anything. */
  sawNothing(): void {
    this.looks = 0;
  }
}
