export type Purpose = 'video_processing';

export interface GateAnswer {
  readonly allow: boolean;
  readonly epoch: number;
  readonly recordId: string | null;
}

export interface Permit {
  readonly permitId: string;
  readonly epoch: number;
  readonly recordId: string | null;
}

export type Permitted<T> = { readonly granted: true; readonly value: T } | { readonly granted: false };

/** Whether a person's video may be processed. Asked of the consent service; with it unreachable the answer is never yes. */
export abstract class ConsentGate {
  /** For enqueue and start. May be up to 30 seconds old. @throws unavailable when consent cannot be reached */
  abstract check(subjectId: string, purpose: Purpose): Promise<GateAnswer>;

  /**
   * For the commit: runs `commit` while holding a permit of 5 seconds, which a withdrawal waits for. Keep it to one
   * short transaction. `granted: false` when consent is not given.
   *
   * @throws unavailable when consent cannot be reached; `commit` has not run then
   */
  abstract withPermit<T>(subjectId: string, purpose: Purpose, commit: (permit: Permit) => Promise<T>): Promise<Permitted<T>>;
}
