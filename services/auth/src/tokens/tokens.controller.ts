import { Controller, Delete, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Input, Operation, Permit, RequestInput, setLocation, StepUp } from '@practika/http';
import type { Principal } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { refuseLeaving } from '../accounts/leaving.js';
import { clientOf } from '../security-events/client.js';
import { createdToken, tokenBody, tokensPage, tokensQuery, viewOfToken } from './tokens.dto.js';
import { TokensService } from './tokens.service.js';

@ApiTags('tokens')
@Controller('/api/auth/v1/tokens')
export class TokensController {
  constructor(private readonly tokens: TokensService) {}

  @Get()
  @Permit('token.manage')
  @Operation({ summary: 'My API tokens', query: tokensQuery, answers: { 200: { description: 'Without their secrets, newest first', schema: tokensPage } }, problems: ['validation-failed'] })
  async list(@Caller() caller: Principal, @Input() input: RequestInput): Promise<z.infer<typeof tokensPage>> {
    const page = await this.tokens.list(caller, input.query(tokensQuery));
    return { items: page.items.map(viewOfToken), nextCursor: page.nextCursor };
  }

  /** No @Creates(): a replayed answer would have to keep the secret. */
  @Post()
  @Permit('token.manage')
  @StepUp()
  @Operation({
    summary: 'Make an API token; its secret is shown this once', body: tokenBody,
    answers: { 201: { description: 'The token', schema: createdToken } }, problems: ['step-up-required', 'validation-failed', 'account-leaving'],
  })
  async create(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof createdToken>> {
    const { name, scopes, expiresAt } = input.body(tokenBody);
    refuseLeaving(caller);
    const created = await this.tokens.create(caller, input.creationId(), { name, scopes, expiresAt: expiresAt ?? null }, clientOf(input));
    setLocation(reply, `/api/auth/v1/tokens/${created.id}`);
    return { ...viewOfToken(created), token: created.token };
  }

  @Delete(':id')
  @Permit('token.manage')
  @HttpCode(204)
  @Operation({ summary: 'Revoke an API token', answers: { 204: { description: 'Revoked' } }, problems: ['not-found'] })
  async revoke(@Caller() caller: Principal, @Input() input: RequestInput): Promise<void> {
    await this.tokens.revoke(caller, input.id(), clientOf(input));
  }
}
