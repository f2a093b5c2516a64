import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { toPage } from '@practika/database';
import { Caller, Input, listQuery, Operation, pageOf, Permit, RequestInput } from '@practika/http';
import type { Principal } from '@practika/identity';
import { DomainError } from '@practika/problems';
import { z } from 'zod';
import { idCursor } from '../sessions/sessions.service.js';
import { Transactions } from '../transactions/transactions.js';
import { AdminAddresses } from '../users/admin-addresses.js';
import { type SecurityEvent, SecurityEventsRepository } from './security-events.repository.js';

const query = z.object({ ...listQuery, subject: z.uuid({ error: 'must be an id' }).optional() });
const view = z.object({ id: z.uuid(), at: z.iso.datetime(), type: z.string(), outcome: z.enum(['success', 'failure']), device: z.string().nullable(), ipPrefix: z.string().nullable() });
const page = pageOf(view);
const anySubject = z.object({ subject: z.unknown().optional() });

@ApiTags('security events')
@Controller('/api/auth/v1/security-events')
export class SecurityEventsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly events: SecurityEventsRepository,
    private readonly addresses: AdminAddresses,
  ) {}

  @Get()
  @Permit('security-event.read')
  @Operation({ summary: 'What happened around my account; with subject, around somebody else\'s', query, answers: { 200: { description: 'Newest first', schema: page } }, problems: ['forbidden', 'address-not-allowed', 'validation-failed'] })
  async list(@Caller() caller: Principal, @Input() input: RequestInput): Promise<z.infer<typeof page>> {
    // The role is refused before the value is looked at, by the contract's order.
    if (input.query(anySubject).subject !== undefined) {
      if (caller.role !== 'admin') throw new DomainError('forbidden');
      this.addresses.refuseOthers(input);
    }
    const { subject, limit, cursor } = input.query(query);
    const found = await this.events.list(this.transactions.reader, subject ?? caller.userId, limit + 1, cursor === undefined ? null : idCursor(cursor));
    const { items, nextCursor } = toPage(found, limit, (event) => [event.id], viewOf);
    return { items: [...items], nextCursor };
  }
}

function viewOf(event: SecurityEvent): z.infer<typeof view> {
  return { id: event.id, at: event.at.toISOString(), type: event.type, outcome: event.outcome, device: event.device, ipPrefix: event.ipPrefix };
}
