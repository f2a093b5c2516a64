import type { Principal } from '@practika/identity';
import type { EntityManager } from 'typeorm';
import type { RequestInput } from '../request/request-input.js';

export interface QueueDecision {
  readonly queue: string;
  readonly id: string;
  readonly as: 'retried' | 'discarded';
}

/** A record besides the log's line, in a service that keeps one. Within the transaction of what is decided. */
export abstract class QueueAudit {
  abstract record(manager: EntityManager, decision: QueueDecision, caller: Principal, input: RequestInput): Promise<void>;
}
