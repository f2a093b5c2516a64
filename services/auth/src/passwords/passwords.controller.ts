import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Input, Operation, Permit, Public, RequestInput } from '@practika/http';
import type { Principal } from '@practika/identity';
import { PASSWORD_MAX_LENGTH } from '@practika/password-policy';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { linkTokenField, passwordField } from '../accounts/account-fields.js';
import { addressBody, nothing } from '../accounts/accounts.dto.js';
import { clientOf } from '../security-events/client.js';
import { sessionOf } from '../sessions/session.js';
import { SessionCookies } from '../sessions/session-cookies.js';
import { PasswordPolicy } from './password-policy.js';
import { PasswordsService } from './passwords.service.js';

const changeBody = z.strictObject({ currentPassword: passwordField, newPassword: passwordField });
const policyView = z.object({ minLength: z.number().int(), maxLength: z.number().int() });
const resetBody = z.strictObject({ token: linkTokenField, password: passwordField });

@ApiTags('passwords')
@Controller('/api/auth/v1')
export class PasswordsController {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly cookies: SessionCookies,
    private readonly policy: PasswordPolicy,
  ) {}

  @Get('password-policy')
  @Public()
  @Operation({ summary: 'What is set of the rules for passwords; the rules themselves are the same everywhere', answers: { 200: { description: 'Lengths in code points after NFKC', schema: policyView } } })
  rules(@Res({ passthrough: true }) reply: FastifyReply): z.infer<typeof policyView> {
    reply.header('cache-control', 'public, max-age=300');
    return { minLength: this.policy.minLength, maxLength: PASSWORD_MAX_LENGTH };
  }

  @Post('me/password')
  @Permit('password.change')
  @HttpCode(204)
  @Operation({
    summary: 'Change my password; ends all my other sessions and all my tokens', body: changeBody,
    answers: { 204: { description: 'Changed' } }, problems: ['wrong-password', 'validation-failed', 'too-many-requests'],
  })
  async change(@Caller() caller: Principal, @Input() input: RequestInput): Promise<void> {
    const { currentPassword, newPassword } = input.body(changeBody);
    await this.passwords.change(sessionOf(caller), { current: currentPassword, next: newPassword }, this.cookies.device(input), clientOf(input));
  }

  @Post('password/forgot')
  @Public()
  @HttpCode(202)
  @Operation({ summary: 'Ask for a link to choose a new password', body: addressBody, answers: { 202: { description: 'If there is an account, a mail is on its way', schema: nothing } }, problems: ['validation-failed'] })
  async forgot(@Input() input: RequestInput): Promise<Record<string, never>> {
    await this.passwords.forgot(input.body(addressBody).email, clientOf(input));
    return {};
  }

  @Post('password/reset')
  @Public()
  @HttpCode(204)
  @Operation({ summary: 'Choose a new password by a mailed link; ends all sessions and tokens', body: resetBody, answers: { 204: { description: 'Changed' } }, problems: ['gone', 'validation-failed'] })
  async reset(@Input() input: RequestInput): Promise<void> {
    const { token, password } = input.body(resetBody);
    await this.passwords.reset(token, password, clientOf(input));
  }
}
