/** One thing a process depends on. */
export interface HealthCheck {
  readonly name: string;
  /** Critical: without it nothing can be served (503). Otherwise the service is degraded. */
  readonly critical: boolean;
  /** Rejects when down. */
  check(): Promise<void>;
}
