/** One thing a process depends on. */
export interface HealthCheck {
  readonly name: string;
  /** Critical: without it nothing can be served (503). Otherwise the service is degraded. */
  readonly critical: boolean;
  /** Rejects when down. */
  check(): Promise<void>;
}

/** Why something is not up, in words that may be shown: of any other error only the name of the check is told. */
export class NotServing extends Error {
  override readonly name = 'NotServing';
}
