import { Controller, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Creates, Input, Operation, Permit, Public, RequestInput, setLocation } from '@practika/http';
import { isStaff, type Principal, ROLES } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { emailField, linkTokenField, passwordField, usernameField } from '../accounts/account-fields.js';
import { refuseLeaving } from '../accounts/leaving.js';
import { type UserView, userView, viewOf } from '../accounts/user.js';
import { clientOf } from '../security-events/client.js';
import { AdminAddresses } from '../users/admin-addresses.js';
import { InvitationsService } from './invitations.service.js';

const invitationBody = z.strictObject({ email: emailField, role: z.enum(ROLES) });
const invitationView = z.object({ id: z.uuid(), email: z.string(), role: z.enum(ROLES), createdAt: z.iso.datetime(), expiresAt: z.iso.datetime() });
const acceptBody = z.strictObject({ token: linkTokenField, username: usernameField, password: passwordField });

@ApiTags('invitations')
@Controller('/api/auth/v1/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly addresses: AdminAddresses,
  ) {}

  @Post()
  @Permit('invitation.create')
  @Creates()
  @Operation({
    summary: 'Invite somebody by e-mail; staff invites students and instructors, an administrator anybody', body: invitationBody,
    answers: { 201: { description: 'The mail is on its way', schema: invitationView } }, problems: ['forbidden', 'address-not-allowed', 'validation-failed', 'conflict', 'account-leaving'],
  })
  async create(@Caller() caller: Principal, @Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof invitationView>> {
    const body = input.body(invitationBody);
    // As grave as a change of role, so from the same addresses.
    if (isStaff(body.role) && caller.role === 'admin') this.addresses.refuseOthers(input);
    refuseLeaving(caller);
    const made = await this.invitations.create(caller, input.creationId(), body, clientOf(input));
    setLocation(reply, `/api/auth/v1/invitations/${made.id}`);
    return { id: made.id, email: made.email, role: made.role, createdAt: made.createdAt.toISOString(), expiresAt: made.expiresAt.toISOString() };
  }

  @Post('accept')
  @Public()
  @Operation({
    summary: 'Make the account one was invited to', body: acceptBody,
    answers: { 201: { description: 'The account; its address counts as verified', schema: userView } }, problems: ['gone', 'validation-failed', 'username-taken'],
  })
  async accept(@Input() input: RequestInput, @Res({ passthrough: true }) reply: FastifyReply): Promise<UserView> {
    const { token, username, password } = input.body(acceptBody);
    const user = await this.invitations.accept(token, { username, password }, clientOf(input));
    setLocation(reply, `/api/auth/v1/users/${user.id}`);
    return viewOf(user);
  }
}
