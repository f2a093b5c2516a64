import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Input, Operation, Public, RequestInput } from '@practika/http';
import { clientOf } from '../security-events/client.js';
import { addressBody, nothing, signUpBody, verifyBody } from './accounts.dto.js';
import { SignUpService } from './sign-up.service.js';
import { VerificationService } from './verification.service.js';

@ApiTags('accounts')
@Controller('/api/auth/v1')
export class AccountsController {
  constructor(
    private readonly signUps: SignUpService,
    private readonly verifications: VerificationService,
  ) {}

  @Post('sign-up')
  @Public()
  @HttpCode(202)
  @Operation({
    summary: 'Sign up; the answer is the same whether or not the address has an account', body: signUpBody,
    answers: { 202: { description: 'Its owner gets a mail', schema: nothing } }, problems: ['validation-failed', 'username-taken', 'too-many-requests'],
  })
  async signUp(@Input() input: RequestInput): Promise<Record<string, never>> {
    const body = input.body(signUpBody);
    await this.signUps.signUp({ ...body, displayName: body.displayName ?? body.username }, clientOf(input));
    return {};
  }

  @Post('verify-email')
  @Public()
  @HttpCode(204)
  @Operation({ summary: 'Confirm an address with the token of the latest mail', body: verifyBody, answers: { 204: { description: 'The account can be used' } }, problems: ['gone', 'validation-failed'] })
  async verify(@Input() input: RequestInput): Promise<void> {
    await this.verifications.verify(input.body(verifyBody).token, clientOf(input));
  }

  @Post('verify-email/resend')
  @Public()
  @HttpCode(202)
  @Operation({ summary: 'Ask for another confirmation mail', body: addressBody, answers: { 202: { description: 'If somebody waits under this address, a mail is on its way', schema: nothing } }, problems: ['validation-failed'] })
  async resend(@Input() input: RequestInput): Promise<Record<string, never>> {
    await this.signUps.resend(input.body(addressBody).email, clientOf(input));
    return {};
  }
}
