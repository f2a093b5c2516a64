import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '@practika/database';
import { Caller, Input, listQuery, Operation, pageOf, Permit, Public, RequestInput } from '@practika/http';
import type { Principal } from '@practika/identity';
import { DomainError } from '@practika/problems';
import type { JWK } from 'jose';
import { z } from 'zod';
import { purposeName } from '../notices/notices.dto.js';
import { ReceiptSigner } from './receipt-signer.js';
import { type Receipt, ReceiptsRepository } from './receipts.repository.js';

const receiptView = z.object({
  id: z.uuid(), at: z.iso.datetime(), purpose: purposeName, recipient: z.string().nullable(), state: z.enum(['given', 'withdrawn']), jws: z.string().describe('Compact JWS, ES256'),
});
const query = z.object(listQuery);
const jwks = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });

@ApiTags('receipts')
@Controller('/api/consent/v1')
export class ReceiptsController {
  constructor(
    private readonly receipts: ReceiptsRepository,
    private readonly signer: ReceiptSigner,
  ) {}

  @Get('receipts')
  @Permit('consent.read')
  @Operation({ summary: 'My receipts, newest first', query, answers: { 200: { description: 'A page', schema: pageOf(receiptView) } }, problems: ['validation-failed'] })
  list(@Caller() caller: Principal, @Input() input: RequestInput): Promise<Page<Receipt>> {
    const { limit, cursor } = input.query(query);
    return this.receipts.page(caller.userId, limit, cursor);
  }

  @Get('receipts/:id')
  @Permit('consent.read')
  @Operation({ summary: 'One receipt', answers: { 200: { description: 'The receipt', schema: receiptView } }, problems: ['not-found'] })
  async find(@Caller() caller: Principal, @Input() input: RequestInput): Promise<Receipt> {
    const receipt = await this.receipts.find(caller.userId, input.id());
    if (receipt === null) throw new DomainError('not-found');
    return receipt;
  }

  @Get('jwks')
  @Public()
  @Operation({ summary: 'The keys that receipts are checked with', answers: { 200: { description: 'A JWK set (RFC 7517)', schema: jwks } } })
  keys(): { readonly keys: readonly JWK[] } {
    return this.signer.keys.jwks;
  }
}
