import type { Readable } from 'node:stream';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '@practika/problems';
import { ACCESS, type Access, OPERATION, type OperationOptions } from '../routing/decorators.js';
import type { PractikaRequest } from '../request/practika-request.js';
import { RequestInput } from '../request/request-input.js';

/** Bytes. Every body of this API is small; videos go to the store directly. */
const LIMIT = 1024 * 1024;
const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/**
 * Last guard: reads JSON bodies. Behind the others, not in Fastify's parser before them: the contract answers 401 and 403
 * before 413, 415 and 400, and a stranger's megabyte is not worth reading. Not an interceptor, which would put every
 * request, lists included, through an observable.
 */
@Injectable()
export class BodyGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<PractikaRequest>();
    const operation = this.reflector.get<OperationOptions | undefined>(OPERATION, context.getHandler());
    request.input = new RequestInput(request);
    if (request.method === 'GET' || request.method === 'HEAD') return true;
    const { kind } = this.reflector.get<Access>(ACCESS, context.getHandler());
    if (kind === 'unrouted') return true;
    refuseBig(request);
    if (operation?.body === undefined && kind !== 'internal') return true;
    return read(request).then((body) => {
      request.parsedBody = body === undefined && operation?.bodyOptional === true ? {} : body;
      return true;
    });
  }
}

function refuseBig(request: PractikaRequest): void {
  const length = request.headers['content-length'];
  if (length !== undefined && Number(length) > LIMIT) throw new DomainError('body-too-large');
}

async function read(request: PractikaRequest): Promise<unknown> {
  const { 'content-length': length, 'transfer-encoding': transfer, 'content-type': type, 'content-encoding': encoding } = request.headers;
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
