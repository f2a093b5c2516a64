import { Controller, Get, Patch, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, etagOf, Input, Operation, Permit, RequestInput, requireMatch, setEtag } from '@practika/http';
import type { Principal } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import { clientOf } from '../security-events/client.js';
import { profileBody } from './accounts.dto.js';
import { refuseLeaving } from './leaving.js';
import { ProfileService } from './profile.service.js';
import { type User, type UserView, userView, viewOf } from './user.js';

@ApiTags('accounts')
@Controller('/api/auth/v1/me')
export class MeController {
  constructor(private readonly profiles: ProfileService) {}

  @Get()
  @Permit('profile.read')
  @Operation({ summary: 'Who I am', answers: { 200: { description: 'My account', schema: userView } } })
  async me(@Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<UserView> {
    return answer(await this.profiles.find(caller.userId), reply);
  }

  @Patch()
  @Permit('profile.write')
  @Operation({
    summary: 'Change my display name or user name', body: profileBody, answers: { 200: { description: 'My account', schema: userView } },
    problems: ['validation-failed', 'username-taken', 'precondition-failed', 'account-leaving'],
  })
  async update(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<UserView> {
    const patch = input.body(profileBody);
    refuseLeaving(caller);
    return answer(await this.profiles.update(caller.userId, patch, (user) => requireMatch(input, etagOf(user.version)), clientOf(input)), reply);
  }
}

function answer(user: User, reply: FastifyReply): UserView {
  setEtag(reply, etagOf(user.version));
  return viewOf(user);
}
