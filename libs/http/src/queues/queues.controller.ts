import { Controller, type FactoryProvider, Get, HttpCode, Inject, Optional, Post, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FailedView, JobRetries, Outbox, QueueDesk, type QueueState, type ServiceName } from '@practika/events';
import type { Principal } from '@practika/identity';
import { logger } from '@practika/observability';
import { DomainError } from '@practika/problems';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { RequestInput } from '../request/request-input.js';
import { Caller, Input, Operation, Permit, StepUp } from '../routing/decorators.js';
import { decision, failedPage, failedQuery, queueList } from './queues.dto.js';
import { QueueAudit, type QueueDecision } from './queue-audit.js';

const log = logger('audit');
const REFUSALS = ['forbidden', 'step-up-required', 'not-found', 'validation-failed', 'account-leaving'] as const;

/** For the providers of a service whose API module has `queuesController(service)` among its controllers. */
export const queueDesk = (service: ServiceName): FactoryProvider<QueueDesk> => ({
  provide: QueueDesk, inject: [DataSource, Outbox, { token: JobRetries, optional: true }],
  useFactory: (dataSource: DataSource, outbox: Outbox, retries?: JobRetries) => new QueueDesk(service, dataSource, outbox, retries ?? null),
});

/** What administrators see of a service's own queues, and do about what has failed: the same routes on every service. */
export function queuesController(service: ServiceName): Type {
  @ApiTags('queues')
  @Controller(`/api/${service}/v1/queues`)
  class QueuesController {
    constructor(
      @Inject(QueueDesk) private readonly desk: QueueDesk,
      @Optional() @Inject(QueueAudit) private readonly audit?: QueueAudit,
    ) {}

    @Get()
    @Permit('queue.read')
    @Operation({ summary: 'The queues of this service', answers: { 200: { description: 'All of them; numbers are null when no worker has looked lately', schema: queueList } }, problems: ['forbidden'] })
    async list(): Promise<z.infer<typeof queueList>> {
      return { items: (await this.desk.list()).map(stateView), nextCursor: null };
    }

    @Get(':name/failed')
    @Permit('queue.read')
    @Operation({ summary: 'Work of a queue that is not tried any more, newest first', query: failedQuery, answers: { 200: { description: 'A page', schema: failedPage } }, problems: ['forbidden', 'not-found', 'validation-failed'] })
    async failed(@Input() input: RequestInput): Promise<z.infer<typeof failedPage>> {
      const page = await this.desk.failed(this.desk.own(input.param('name')), input.query(failedQuery));
      return { items: page.items.map(failedView), nextCursor: page.nextCursor };
    }

    @Post(':name/failed/:jobId/retry')
    @HttpCode(204)
    @Permit('queue.manage')
    @StepUp()
    @Operation({ summary: 'Has failed work done again, where there is something to do', body: decision, answers: { 204: { description: 'It is on its way' } }, problems: [...REFUSALS, 'conflict'] })
    retry(@Caller() caller: Principal, @Input() input: RequestInput): Promise<void> {
      return this.decide(caller, input, 'retried');
    }

    @Post(':name/failed/:jobId/discard')
    @HttpCode(204)
    @Permit('queue.manage')
    @StepUp()
    @Operation({ summary: 'Takes failed work off the list', body: decision, answers: { 204: { description: 'It is off the list' } }, problems: [...REFUSALS] })
    discard(@Caller() caller: Principal, @Input() input: RequestInput): Promise<void> {
      return this.decide(caller, input, 'discarded');
    }

    private async decide(caller: Principal, input: RequestInput, as: QueueDecision['as']): Promise<void> {
      const queue = this.desk.own(input.param('name'));
      const id = input.id('jobId');
      await this.desk.requireOpen(queue, id);
      const { reason } = input.body(decision);
      if (caller.leaving) throw new DomainError('account-leaving');
      const said = { queue, id, as };
      const settle = as === 'retried' ? this.desk.retry.bind(this.desk) : this.desk.discard.bind(this.desk);
      await settle(queue, id, reason, async (manager) => { await this.audit?.record(manager, said, caller, input); });
      log.info({ ...said, actorId: caller.userId, requestId: input.requestId }, 'an administrator settled a failed job');
    }
  }
  return QueuesController;
}

const stateView = ({ seenAt, ...state }: QueueState): z.infer<typeof queueList>['items'][number] => ({ ...state, seenAt: seenAt?.toISOString() ?? null });
const failedView = ({ failedAt, ...failed }: FailedView): z.infer<typeof failedPage>['items'][number] => ({ ...failed, failedAt: failedAt.toISOString() });
