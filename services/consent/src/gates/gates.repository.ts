export interface GateQuestion {
  readonly subjectId: string;
  readonly purpose: string;
  readonly recipient: string | null;
}

export interface GateAnswer {
  readonly allow: boolean;
  /** 0: the person never said anything on this purpose. */
  readonly epoch: number;
  readonly recordId: string | null;
  /** Until when the answer may be used. A no may turn into a yes before that, which costs nobody anything. */
  readonly validUntil: Date;
}

export interface PermitGiven {
  readonly permitId: string;
  readonly epoch: number;
  readonly recordId: string;
  readonly expiresAt: Date;
}

export abstract class GatesRepository {
  abstract check(question: GateQuestion): Promise<GateAnswer>;
  /** null: no consent. A permit that is given is seen by every withdrawal that begins after it, or it is not given. */
  abstract takePermit(question: GateQuestion): Promise<PermitGiven | null>;
  /** Giving it back twice, or after its end, does nothing. */
  abstract returnPermit(permitId: string): Promise<void>;
  abstract clearEnded(): Promise<number>;
}
