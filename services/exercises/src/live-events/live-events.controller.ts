import type { Readable } from 'node:stream';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Input, LiveAnswers, type LiveFeed, Operation, Permit, RequestInput } from '@practika/http';
import type { Principal } from '@practika/identity';
import { DomainError } from '@practika/problems';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Exercise, mayManage } from '../exercises/exercise.js';
import { ExercisesService } from '../exercises/exercises.service.js';
import { ExerciseFeed, type FeedItem } from './exercise-feed.repository.js';

/** Milliseconds after which somebody who listens is asked about again though nothing has happened. */
const RECHECK = 15_000;

@ApiTags('events')
@Controller('/api/exercises/v1/exercises')
export class LiveEventsController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly feed: ExerciseFeed,
    private readonly answers: LiveAnswers,
  ) {}

  @Get(':id/events')
  @Permit('exercise.read')
  @Operation({
    summary: 'What happens to an exercise and its comments, as it happens: ids alone; Last-Event-ID resumes within a week',
    answers: { 200: { description: 'Server-sent events named comment and exercise', schema: z.string(), contentType: 'text/event-stream' } }, problems: ['not-found', 'gone', 'too-many-requests'],
  })
  async listen(@Caller() caller: Principal, @Input() input: RequestInput, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Readable> {
    return this.answers.stream(caller, input, request, reply, this.streamOf(caller, await this.exercises.readable(caller, input.id())));
  }

  /** Nothing is told to who may not read the exercise any more: looked at before every line, and every now and then. */
  private streamOf(caller: Principal, { id, ownerId }: Exercise): LiveFeed {
    const viewer = { userId: caller.userId, manages: mayManage(caller, { ownerId }) };
    let checked = performance.now();
    return {
      topic: id,
      last: () => this.feed.last(id),
      since: async (seq, limit) => {
        const items = await this.feed.since(id, viewer, seq, limit);
        if (items.length > 0 || performance.now() - checked > RECHECK) {
          if (!(await this.mayRead(caller, id))) return null;
          checked = performance.now();
        }
        return items.map((item) => ({ seq: item.seq, ...lineOf(id, item) }));
      },
    };
  }

  private async mayRead(caller: Principal, id: string): Promise<boolean> {
    try {
      await this.exercises.readable(caller, id);
      return true;
    } catch (error) {
      if (error instanceof DomainError && (error.code === 'not-found' || error.code === 'gone')) return false;
      throw error;
    }
  }
}

function lineOf(exerciseId: string, { commentId, change, at }: FeedItem): { event: string; data: object } {
  if (commentId === null) return { event: 'exercise', data: { exerciseId, change, at: at.toISOString() } };
  return { event: 'comment', data: { commentId, exerciseId, change, at: at.toISOString() } };
}
