import type { Readable } from 'node:stream';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '@practika/problems';
import { defer, type Observable, switchMap } from 'rxjs';
import { ACCESS, type Access, OPERATION, type OperationOptions } from '../routing/decorators.js';
import type { PractikaRequest } from './practika-request.js';
import { RequestInput } from './request-input.js';

/** Bytes. Every body of this API is small; videos go to the store directly. */
const LIMIT = 1024 * 1024;
const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/**
 * Reads JSON bodies. Behind the guards, not in Fastify's parser before them: the contract answers 401 and 403 before
 * 413, 415 and 400, and a stranger's megabyte is not worth reading.
 */
@Injectable()
export class BodyInterceptor implements NestInterceptor {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<PractikaRequest>();
    const operation = this.reflector.get<OperationOptions | undefined>(OPERATION, context.getHandler());
    request.input = new RequestInput(request);
    const internal = this.reflector.get<Access>(ACCESS, context.getHandler()).kind === 'internal' && request.method !== 'GET';
    if (operation?.body === undefined && !internal) return next.handle();
    return defer(() => read(request)).pipe(switchMap((body) => {
      request.parsedBody = body ?? (operation?.bodyOptional === true ? {} : undefined);
      return next.handle();
    }));
  }
}

async function read(request: PractikaRequest): Promise<unknown> {
  const { 'content-length': length, 'transfer-encoding': transfer, 'content-type': type, 'content-encoding': encoding } = request.headers;
  if (length !== undefined && Number(length) > LIMIT) throw new DomainError('body-too-large');
  if ((length === undefined && transfer === undefined) || length === '0') return undefined;
  const bytes = await collect(request.raw);
  if (bytes.length === 0) return undefined;
  if (type === undefined || !JSON_TYPE.test(type)) throw new DomainError('unsupported-media-type', { detail: 'Send application/json in UTF-8.' });
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') throw new DomainError('unsupported-media-type', { detail: 'Send the body without a content encoding.' });
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new DomainError('malformed-json', { cause });
  }
}

/** Leaves the stream whole when it has had enough: destroying it would take the connection, and the answer with it. */
async function collect(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LIMIT) throw new DomainError('body-too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
