import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '@practika/problems';
import type { FastifyReply } from 'fastify';
import { HttpSettings } from '../boot/http-settings.js';
import { limitKey } from '../request/address.js';
import type { PractikaRequest } from '../request/practika-request.js';
import { RateLimiter, type RateLimitPolicy, type RateLimitState } from '../limits/rate-limiter.js';

const HOUR = 3_600;

/** Second step: the hourly limits, by person when one is known, else by address. Fields as in draft-ietf-httpapi-ratelimit-headers. */
@Injectable()
export class HourlyLimits {
  private readonly anonymous: RateLimitPolicy;
  private readonly person: RateLimitPolicy;

  constructor(
    @Inject(RateLimiter) private readonly limiter: RateLimiter,
    @Inject(HttpSettings) settings: HttpSettings,
  ) {
    this.anonymous = { name: 'anonymous', points: settings.config.limits.anonymousPerHour, seconds: HOUR };
    this.person = { name: 'person', points: settings.config.limits.personPerHour, seconds: HOUR };
  }

  async take(request: PractikaRequest, reply: FastifyReply): Promise<void> {
    const { principal } = request;
    const state = principal
      ? await this.limiter.consume(this.person, principal.kind === 'token' ? `t.${principal.tokenId}` : `u.${principal.userId}`)
      : await this.limiter.consume(this.anonymous, limitKey(request.ip));
    showLimit(reply, state, HOUR);
    if (!state.allowed) throw new DomainError('too-many-requests', { retryAfter: Math.max(1, state.resetSeconds) });
  }
}

function showLimit(reply: FastifyReply, state: RateLimitState, window: number): void {
  reply.header('ratelimit-policy', `"default";q=${state.limit};w=${window}`);
  reply.header('ratelimit', `"default";r=${state.remaining};t=${state.resetSeconds}`);
}
