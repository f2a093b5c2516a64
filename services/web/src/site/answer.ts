import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Site, SiteFile } from './site.js';

/** @returns what stands for the request in metrics */
export function answer(site: Site, headers: Readonly<Record<string, string>>, request: IncomingMessage, response: ServerResponse): string {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  // What nobody routes to a service lands here; callers of an API read problems and no pages.
  if (path === '/api' || path.startsWith('/api/')) {
    sendProblem(headers, request, response);
    return 'unmatched';
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...headers, allow: 'GET, HEAD', 'cache-control': 'no-store', 'content-length': '0', connection: 'close' }).end();
    return 'unmatched';
  }
  const file = site.find(path);
  send(file === null ? 404 : 200, file ?? site.notFound, headers, request, response);
  return file?.name ?? 'unmatched';
}

function send(status: 200 | 404, file: SiteFile, headers: Readonly<Record<string, string>>, request: IncomingMessage, response: ServerResponse): void {
  const { body, encoding } = bodyFor(file, request.headers['accept-encoding'] ?? '');
  // A compressed body is another representation, and no proxy may give it out for the plain one.
  const etag = encoding === null ? file.etag : `${file.etag.slice(0, -1)}-${encoding}"`;
  const about = { ...headers, etag, 'cache-control': status === 404 ? 'no-store' : file.cacheControl, ...(file.gzip === null ? {} : { vary: 'accept-encoding' }) };
  if (status === 200 && (request.headers['if-none-match'] ?? '').split(/\s*,\s*/).some((known) => known.replace(/^W\//, '') === etag)) {
    response.writeHead(304, about).end();
    return;
  }
  response.writeHead(status, { ...about, 'content-type': file.type, 'content-length': body.length, ...(encoding === null ? {} : { 'content-encoding': encoding }) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function sendProblem(headers: Readonly<Record<string, string>>, request: IncomingMessage, response: ServerResponse): void {
  const body = JSON.stringify({ type: '/problems/not-found', title: 'Not found', status: 404, detail: 'There is no such service.', instance: randomUUID() });
  // The rest of a body that nobody reads would be taken for the next request.
  response.writeHead(404, { ...headers, 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'content-length': Buffer.byteLength(body), connection: 'close' });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function bodyFor(file: SiteFile, accepted: string): { readonly body: Buffer; readonly encoding: 'br' | 'gzip' | null } {
  const takes = (coding: string): boolean => new RegExp(`(^|,)\\s*${coding}\\s*(;\\s*q=(1(\\.0*)?|0?\\.\\d*[1-9]\\d*))?\\s*(,|$)`).test(accepted);
  if (file.brotli !== null && takes('br')) return { body: file.brotli, encoding: 'br' };
  return file.gzip !== null && takes('gzip') ? { body: file.gzip, encoding: 'gzip' } : { body: file.body, encoding: null };
}
