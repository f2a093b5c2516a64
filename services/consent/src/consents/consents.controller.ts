import { Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Input, Operation, Permit, RequestInput } from '@practika/http';
import type { Principal } from '@practika/identity';
import { DomainError } from '@practika/problems';
import type { z } from 'zod';
import { isPurpose } from '../notices/purposes.js';
import { answerOf, consentAnswer, consentBody, consentList } from './consents.dto.js';
import { type ConsentRow, ConsentsService } from './consents.service.js';

@ApiTags('consents')
@Controller('/api/consent/v1/consents')
export class ConsentsController {
  constructor(private readonly consents: ConsentsService) {}

  @Get()
  @Permit('consent.read')
  @Operation({ summary: 'What I have consented to', answers: { 200: { description: 'One row per purpose and recipient', schema: consentList } } })
  async list(@Caller() caller: Principal): Promise<{ items: ConsentRow[] }> {
    return { items: await this.consents.list(caller.userId) };
  }

  @Put(':purpose')
  @Permit('consent.write')
  @Operation({
    summary: 'Give or withdraw a consent', body: consentBody, answers: { 200: { description: 'Recorded; a withdrawal is effective everywhere', schema: consentAnswer } },
    problems: ['not-found', 'validation-failed', 'account-leaving', 'notice-outdated', 'unavailable'],
  })
  async put(@Caller() caller: Principal, @Input() input: RequestInput): Promise<z.infer<typeof consentAnswer>> {
    const purpose = input.param('purpose');
    if (!isPurpose(purpose)) throw new DomainError('not-found', { detail: 'There is no such purpose.' });
    const wish = input.body(consentBody);
    if (caller.leaving) throw new DomainError('account-leaving');
    const surface = { component: caller.kind === 'session' ? 'web' : 'api', ipPrefix: input.addressPrefix, userAgent: input.header('user-agent') } as const;
    return answerOf(await this.consents.put(caller.userId, purpose, wish, surface));
  }
}
