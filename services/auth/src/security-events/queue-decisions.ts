import { Injectable } from '@nestjs/common';
import { QueueAudit, type QueueDecision, type RequestInput } from '@practika/http';
import type { Principal } from '@practika/identity';
import type { EntityManager } from 'typeorm';
import { clientOf } from './client.js';
import { SecurityEventsRepository } from './security-events.repository.js';

/** What an administrator decides about failed jobs of this service is among their security events; of other services, in their logs. */
@Injectable()
export class QueueDecisions extends QueueAudit {
  constructor(private readonly events: SecurityEventsRepository) {
    super();
  }

  record(manager: EntityManager, { as }: QueueDecision, caller: Principal, input: RequestInput): Promise<void> {
    return this.events.record(manager, { type: `job.${as}`, subjectId: caller.userId, actorId: caller.userId, client: clientOf(input) });
  }
}
