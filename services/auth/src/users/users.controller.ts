import { Controller, Get, Patch, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, etagOf, Input, Operation, Permit, RequestInput, requireMatch, setEtag, StepUp } from '@practika/http';
import type { Principal } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { type User, type UserView, userView, viewOf } from '../accounts/user.js';
import { clientOf } from '../security-events/client.js';
import { AdminAddresses } from './admin-addresses.js';
import { standingBody, usersPage, usersQuery } from './users.dto.js';
import { UsersService } from './users.service.js';

@ApiTags('users')
@Controller('/api/auth/v1/users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly addresses: AdminAddresses,
  ) {}

  @Get()
  @Permit('user.read')
  @Operation({ summary: 'Everybody with an account', query: usersQuery, answers: { 200: { description: 'Newest first', schema: usersPage } }, problems: ['validation-failed'] })
  async list(@Input() input: RequestInput): Promise<z.infer<typeof usersPage>> {
    const { search, role, status, limit, cursor } = input.query(usersQuery);
    const page = await this.users.list({ search: search === undefined || search === '' ? null : search, role: role ?? null, status: status ?? null }, limit, cursor);
    return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
  }

  @Get(':id')
  @Permit('user.read')
  @Operation({ summary: 'One person', answers: { 200: { description: 'The account', schema: userView } }, problems: ['not-found'] })
  async find(@Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<UserView> {
    return answer(await this.users.find(input.id()), reply);
  }

  @Patch(':id')
  @Permit('user.write')
  @StepUp()
  @Operation({
    summary: "Change somebody's role or status; ends their sessions", body: standingBody, answers: { 200: { description: 'The account', schema: userView } },
    problems: ['address-not-allowed', 'step-up-required', 'not-found', 'validation-failed', 'precondition-failed', 'last-admin'],
  })
  async update(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<UserView> {
    this.addresses.refuseOthers(input);
    const { id } = await this.users.find(input.id());
    const patch = input.body(standingBody);
    return answer(await this.users.update(caller.userId, id, patch, (user) => requireMatch(input, etagOf(user.version)), clientOf(input)), reply);
  }
}

function answer(user: User, reply: FastifyReply): UserView {
  setEtag(reply, etagOf(user.version));
  return viewOf(user);
}
