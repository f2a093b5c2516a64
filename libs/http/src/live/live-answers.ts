import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { WakeUps } from '@practika/database';
import { cookieNames, IdentitySettings, type Principal, PrincipalResolver } from '@practika/identity';
import { logger } from '@practika/observability';
import { DomainError, isOutage } from '@practika/problems';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Shutdown } from '../boot/shutdown.js';
import type { RequestInput } from '../request/request-input.js';
import { type LiveFeed, liveStream } from './live-stream.js';

/** Streams of one person in one process: a browser with many tabs, not a leak. */
const STREAMS_PER_PERSON = 20;

/** Answers that go on: server-sent events, until the client leaves, the credential ends or the process does. */
@Injectable()
export class LiveAnswers {
  private readonly open = new Map<string, number>();
  private readonly log = logger('live-events');

  constructor(
    @Inject(WakeUps) private readonly wakeUps: WakeUps,
    @Inject(PrincipalResolver) private readonly people: PrincipalResolver,
    @Inject(IdentitySettings) private readonly identity: IdentitySettings,
    @Inject(Shutdown) private readonly shutdown: Shutdown,
  ) {}

  /** @throws too-many-requests */
  stream(caller: Principal, input: RequestInput, request: FastifyRequest, reply: FastifyReply, feed: LiveFeed): Readable {
    const { userId } = caller;
    const already = this.open.get(userId) ?? 0;
    if (already >= STREAMS_PER_PERSON) throw new DomainError('too-many-requests', { retryAfter: 30, detail: 'There are too many open streams.' });
    this.open.set(userId, already + 1);
    const gone = new AbortController();
    const lastSeen = input.header('last-event-id');
    const stream = Readable.from(liveStream(feed, this.wakeUps, {
      after: lastSeen !== null && /^\d{1,18}$/.test(lastSeen) ? lastSeen : null,
      signal: AbortSignal.any([gone.signal, this.shutdown.signal]), stillAllowed: this.watch(caller, input),
    }), { objectMode: false });
    const end = () => gone.abort();
    request.raw.once('close', end);
    stream.once('error', (error) => this.log.warn({ err: error }, 'a stream broke off; its client will come back'));
    stream.once('close', () => {
      end();
      const left = (this.open.get(userId) ?? 1) - 1;
      if (left > 0) this.open.set(userId, left);
      else this.open.delete(userId);
    });
    void reply.header('content-type', 'text/event-stream; charset=utf-8').header('x-accel-buffering', 'no');
    return stream;
  }

  /** When it cannot be found out whether the credential still counts the stream ends: the client comes back and is asked anew. */
  private watch(caller: Principal, input: RequestInput): () => Promise<boolean> {
    const bearer = /^Bearer +([^\s]+) *$/i.exec(input.header('authorization') ?? '')?.[1];
    const stillCounts = this.people.watch(caller, bearer ?? input.cookie(cookieNames(this.identity.secureCookies).session) ?? '');
    return async () => {
      try {
        return await stillCounts();
      } catch (error) {
        if (isOutage(error) || (error instanceof DomainError && error.code === 'unavailable')) return false;
        throw error;
      }
    };
  }
}
