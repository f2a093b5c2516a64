import { Get, HttpCode, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { HttpSettings } from '../boot/http-settings.js';
import { Operation, Public } from '../routing/decorators.js';
import { HealthService } from './health.service.js';

const health = z.object({ status: z.enum(['ok', 'degraded']), version: z.string(), checks: z.record(z.string(), z.enum(['ok', 'down'])) });

/** The open health route; ApiModule mounts it under the service's own path. */
export class HealthController {
  constructor(
    @Inject(HealthService) private readonly service: HealthService,
    @Inject(HttpSettings) private readonly settings: HttpSettings,
  ) {}

  @Get('health')
  @Public()
  @HttpCode(200)
  @Operation({ summary: 'Whether this service works', answers: { 200: { description: 'It works, perhaps degraded', schema: health }, 503: { description: 'It cannot serve', schema: health } } })
  async health(@Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof health>> {
    const { serving, status, checks } = await this.service.state();
    if (!serving) reply.status(503).header('retry-after', '5');
    return { status, version: this.settings.version, checks };
  }
}
