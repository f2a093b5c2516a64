import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { IdempotencyRepository } from '@practika/database';
import { logger } from '@practika/observability';
import { DomainError, invalidHeader } from '@practika/problems';
import canonicalize from 'canonicalize';
import type { FastifyReply } from 'fastify';
import { catchError, defer, from, type Observable, of, switchMap } from 'rxjs';
import type { PractikaRequest } from './practika-request.js';

const log = logger('idempotency');
const KEPT_HEADERS = ['location', 'etag'] as const;

/** `Idempotency-Key` on routes that create (see @Creates): same body, same answer; only 2xx answers are kept. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(@Inject(IdempotencyRepository) private readonly keys: IdempotencyRepository) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<PractikaRequest>();
    const key = request.headers['idempotency-key'];
    const { principal } = request;
    if (key === undefined || !principal) return next.handle();
    if (typeof key !== 'string' || key.length === 0 || key.length > 255 || key.includes('\0')) throw invalidHeader('Idempotency-Key must have 1 to 255 characters.');
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const route = `${request.method} ${request.url.split('?', 1)[0] ?? ''}`;
    const body = createHash('sha256').update(canonicalize(request.parsedBody ?? null) ?? '').digest('hex');
    return defer(() => this.keys.claim(principal.userId, route, key, body)).pipe(switchMap((claim) => {
      if (claim.kind === 'running') throw new DomainError('in-progress', { retryAfter: 1 });
      if (claim.kind === 'other-body') throw new DomainError('idempotency-key-reused', { errors: [] });
      if (claim.kind === 'replay') {
        reply.status(claim.answer.status).headers(claim.answer.headers);
        return of(claim.answer.body);
      }
      request.creationId = claim.creationId;
      const at = [principal.userId, route, key] as const;
      return next.handle().pipe(
        catchError((error: unknown) => from(this.endFailed(at, error).then(() => { throw error; }))),
        switchMap((answer: unknown) => from(this.keep(at, reply, answer).then(() => answer))),
      );
    }));
  }

  /**
   * What was refused created nothing, and is forgotten. After an outage nobody knows: a commit may have gone through
   * although its answer was lost, so the next try must get the same id and find what is there.
   */
  private async endFailed(at: readonly [string, string, string], error: unknown): Promise<void> {
    const refused = error instanceof DomainError && error.status < 500;
    await (refused ? this.keys.release(...at) : this.keys.yield(...at)).catch((failed: unknown) => log.warn({ err: failed }, 'a key could not be given back; its lease ends by itself'));
  }

  /** The thing is there by now. An answer that cannot be kept is no reason to hide it: a later try finds it by its id. */
  private async keep(at: readonly [string, string, string], reply: FastifyReply, body: unknown): Promise<void> {
    await this.keys.keep(...at, { status: reply.statusCode, headers: keptHeaders(reply), body })
      .catch((failed: unknown) => log.warn({ err: failed }, 'an answer could not be kept under its key'));
  }
}

function keptHeaders(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return typeof value === 'string' ? [[name, value]] : [];
  }));
}
