import type { Readable } from 'node:stream';
import { DomainError } from '@practika/problems';
import type { PractikaRequest } from '../request/practika-request.js';
import type { HandlerRules } from '../routing/handler-rules.js';

/** Bytes. Every body of this API is small; videos go to the store directly. */
const LIMIT = 1024 * 1024;
const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/**
 * Last step: reads JSON bodies. Behind the others, not in Fastify's parser before them: the contract answers 401 and 403
 * before 413, 415 and 400, and a stranger's megabyte is not worth reading. Not an interceptor, which would put every
 * request, lists included, through an observable.
 */
export async function readBody(request: PractikaRequest, { access, operation }: HandlerRules): Promise<void> {
  if (access.kind === 'unrouted') return;
  refuseBig(request);
  if (operation?.body === undefined && access.kind !== 'internal') return;
  const body = await read(request);
  request.parsedBody = body === undefined && operation?.bodyOptional === true ? {} : body;
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
