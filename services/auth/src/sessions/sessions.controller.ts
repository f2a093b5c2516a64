import { Controller, Delete, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Input, Operation, Permit, RequestInput } from '@practika/http';
import type { Principal } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { clientOf } from '../security-events/client.js';
import { sessionOf } from './session.js';
import { SessionCookies } from './session-cookies.js';
import { sessionsPage, sessionsQuery, stepUpBody, viewOfSession } from './sessions.dto.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('sessions')
@Controller('/api/auth/v1/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly cookies: SessionCookies,
  ) {}

  @Get()
  @Permit('session.manage')
  @Operation({ summary: 'Where I am signed in', query: sessionsQuery, answers: { 200: { description: 'My sessions, newest first', schema: sessionsPage } }, problems: ['validation-failed'] })
  async list(@Caller() caller: Principal, @Input() input: RequestInput): Promise<z.infer<typeof sessionsPage>> {
    const session = sessionOf(caller);
    const page = await this.sessions.list(session, input.query(sessionsQuery));
    return { items: page.items.map((item) => viewOfSession(item, session.sessionId)), nextCursor: page.nextCursor };
  }

  @Delete('current')
  @Permit('session.manage')
  @HttpCode(204)
  @Operation({ summary: 'Sign out', answers: { 204: { description: 'Signed out everywhere in the platform' } } })
  async signOut(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const session = sessionOf(caller);
    await this.sessions.end(session, session.sessionId, clientOf(input));
    this.cookies.signedOut(reply);
  }

  @Delete(':id')
  @Permit('session.manage')
  @HttpCode(204)
  @Operation({ summary: 'End one of my sessions', answers: { 204: { description: 'Ended' } }, problems: ['not-found'] })
  async end(@Caller() caller: Principal, @Input() input: RequestInput): Promise<void> {
    await this.sessions.end(sessionOf(caller), input.id(), clientOf(input));
  }

  @Delete()
  @Permit('session.manage')
  @HttpCode(204)
  @Operation({ summary: 'End all my sessions but this one', answers: { 204: { description: 'Ended' } } })
  async endOthers(@Caller() caller: Principal, @Input() input: RequestInput): Promise<void> {
    await this.sessions.endOthers(sessionOf(caller), clientOf(input));
  }

  @Post('current/step-up')
  @Permit('session.manage')
  @HttpCode(204)
  @Operation({ summary: 'Give the password again before something grave', body: stepUpBody, answers: { 204: { description: 'Good for five minutes' } }, problems: ['wrong-password', 'validation-failed', 'too-many-requests'] })
  async stepUp(@Caller() caller: Principal, @Input() input: RequestInput): Promise<void> {
    const { password } = input.body(stepUpBody);
    await this.sessions.stepUp(sessionOf(caller), this.cookies.session(input) ?? '', password, clientOf(input));
  }
}
