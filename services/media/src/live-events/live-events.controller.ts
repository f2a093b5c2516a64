import type { Readable } from 'node:stream';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Input, LiveAnswers, Operation, Permit, RequestInput } from '@practika/http';
import type { Principal } from '@practika/identity';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AssetFeed } from './asset-feed.repository.js';
import { assetStream } from './asset-stream.js';

@ApiTags('events')
@Controller('/api/media/v1/events')
export class LiveEventsController {
  constructor(
    @Inject(AssetFeed) private readonly feed: AssetFeed,
    @Inject(LiveAnswers) private readonly answers: LiveAnswers,
  ) {}

  @Get()
  @Permit('asset.read')
  @Operation({
    summary: "What happens to one's own videos, as it happens; Last-Event-ID resumes",
    answers: { 200: { description: 'Server-sent events named asset', schema: z.string(), contentType: 'text/event-stream' } }, problems: ['too-many-requests'],
  })
  listen(@Caller() caller: Principal, @Input() input: RequestInput, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Readable {
    return this.answers.stream(caller, input, request, reply, assetStream(this.feed, caller.userId));
  }
}
