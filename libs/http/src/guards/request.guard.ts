import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { PractikaRequest } from '../request/practika-request.js';
import { RequestInput } from '../request/request-input.js';
import { rulesOf } from '../routing/handler-rules.js';
import { AccessRules } from './access-rules.js';
import { Authentication } from './authentication.js';
import { readBody } from './body.js';
import { HourlyLimits } from './hourly-limits.js';

/**
 * The contract's order of refusals up to the body: who asks, how often, whether they may, what they send. One guard with
 * four steps rather than four guards, which Nest would wait for one by one.
 */
@Injectable()
export class RequestGuard implements CanActivate {
  constructor(
    @Inject(Authentication) private readonly authentication: Authentication,
    @Inject(HourlyLimits) private readonly limits: HourlyLimits,
    @Inject(AccessRules) private readonly rules: AccessRules,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<PractikaRequest>();
    const rules = rulesOf(context.getHandler());
    await this.authentication.identify(request, rules.access);
    // Services that call each other have no hour to use up, and their callers were checked by name.
    if (rules.access.kind !== 'internal') {
      await this.limits.take(request, http.getResponse<FastifyReply>());
      this.rules.check(request, rules);
    }
    request.input = new RequestInput(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') await readBody(request, rules);
    return true;
  }
}
