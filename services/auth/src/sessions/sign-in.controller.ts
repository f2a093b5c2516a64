import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Input, Operation, Public, RequestInput, setLocation } from '@practika/http';
import { csrfTokenFor, PrincipalResolver } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { viewOf } from '../accounts/user.js';
import { clientOf } from '../security-events/client.js';
import { newSecret } from './session.js';
import { SessionCookies } from './session-cookies.js';
import { csrfAnswer, signedInAnswer, signInBody } from './sessions.dto.js';
import { SignInService } from './sign-in.service.js';

@ApiTags('sessions')
@Controller('/api/auth/v1')
export class SignInController {
  constructor(
    private readonly signIns: SignInService,
    private readonly cookies: SessionCookies,
    private readonly principals: PrincipalResolver,
  ) {}

  @Post('sessions')
  @Public()
  @Operation({
    summary: 'Sign in', body: signInBody,
    answers: { 201: { description: 'Signed in; the session is in the cookies', schema: signedInAnswer } }, problems: ['sign-in-failed', 'validation-failed', 'too-many-requests', 'unavailable'],
  })
  async signIn(@Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof signedInAnswer>> {
    const { identifier, password } = input.body(signInBody);
    const signedIn = await this.signIns.signIn({
      identifier, password, client: clientOf(input), deviceToken: this.cookies.device(input), formerToken: this.cookies.session(input),
    });
    this.cookies.signedIn(reply, signedIn);
    setLocation(reply, `/api/auth/v1/sessions/${signedIn.sessionId}`);
    return { user: viewOf(signedIn.user), csrfToken: signedIn.csrfToken, expiresAt: signedIn.expiresAt.toISOString() };
  }

  /** Gives no session away: who can read the answer and the cookie is on this site already. */
  @Get('csrf')
  @Public()
  @Operation({ summary: 'The token for X-CSRF-Token', answers: { 200: { description: 'Also set as the cookie practika_csrf', schema: csrfAnswer } } })
  async csrf(@Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof csrfAnswer>> {
    const session = this.cookies.session(input);
    const signedIn = session !== null && (await this.principals.session(session)) !== null;
    const csrfToken = signedIn ? csrfTokenFor(session) : newSecret();
    this.cookies.csrf(reply, csrfToken);
    return { csrfToken };
  }
}
