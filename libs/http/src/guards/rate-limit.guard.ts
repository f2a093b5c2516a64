import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '@practika/problems';
import type { FastifyReply } from 'fastify';
import { HttpSettings } from '../boot/http-settings.js';
import { ACCESS, type Access } from '../routing/decorators.js';
import { limitKey } from '../request/address.js';
import type { PractikaRequest } from '../request/practika-request.js';
import { RateLimiter, type RateLimitPolicy, type RateLimitState } from '../limits/rate-limiter.js';

const HOUR = 3_600;

/** Second guard: the hourly limits, by person when one is known, else by address. Fields as in draft-ietf-httpapi-ratelimit-headers. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly anonymous: RateLimitPolicy;
  private readonly person: RateLimitPolicy;

  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(RateLimiter) private readonly limiter: RateLimiter,
    @Inject(HttpSettings) settings: HttpSettings,
  ) {
    this.anonymous = { name: 'anonymous', points: settings.config.limits.anonymousPerHour, seconds: HOUR };
    this.person = { name: 'person', points: settings.config.limits.personPerHour, seconds: HOUR };
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.get<Access>(ACCESS, context.getHandler()).kind === 'internal') return true;
    const request = context.switchToHttp().getRequest<PractikaRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const { principal } = request;
    const state = principal
      ? await this.limiter.consume(this.person, principal.kind === 'token' ? `t.${principal.tokenId}` : `u.${principal.userId}`)
      : await this.limiter.consume(this.anonymous, limitKey(request.ip));
    showLimit(reply, state, HOUR);
    if (!state.allowed) throw new DomainError('too-many-requests', { retryAfter: Math.max(1, state.resetSeconds) });
    return true;
  }
}

function showLimit(reply: FastifyReply, state: RateLimitState, window: number): void {
  reply.header('ratelimit-policy', `"default";q=${state.limit};w=${window}`);
  reply.header('ratelimit', `"default";r=${state.remaining};t=${state.resetSeconds}`);
}
