import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { DomainError, isOutage, type ProblemCode, PROBLEM_CONTENT_TYPE, toProblemDocument, unavailable } from '@practika/problems';
import { logger } from '@practika/observability';
import type { FastifyReply } from 'fastify';
import type { PractikaRequest } from '../request/practika-request.js';

const log = logger('http');
const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'bad-request', 401: 'unauthenticated', 403: 'forbidden', 404: 'not-found', 405: 'method-not-allowed', 413: 'body-too-large', 415: 'unsupported-media-type', 429: 'too-many-requests', 503: 'unavailable',
};

/** Whatever was thrown, as a domain error: ours as it is, an outage as 503, the rest as a 500 that says nothing. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (isOutage(error)) return unavailable('A service that we depend on', error);
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status === 'number' && status < 500) return new DomainError(BY_STATUS[status] ?? 'bad-request', { cause: error });
  return new DomainError('internal', { cause: error });
}

/** Writes a problem document. Shared by the Nest filter and Fastify's own error handler. */
export function sendProblem(reply: FastifyReply, requestId: string, thrown: unknown): void {
  const error = toDomainError(thrown);
  if (error.status >= 500) log.error({ err: error.cause ?? error, requestId, code: error.code }, 'request failed');
  if (error.retryAfter !== undefined) reply.header('retry-after', String(error.retryAfter));
  reply.status(error.status).headers({ ...error.headers, 'content-type': PROBLEM_CONTENT_TYPE }).send(Buffer.from(JSON.stringify(toProblemDocument(error, requestId))));
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // Headers that a stream has sent cannot be taken back: all that is left is to end it.
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    sendProblem(reply, host.switchToHttp().getRequest<PractikaRequest>().id, error);
  }
}
