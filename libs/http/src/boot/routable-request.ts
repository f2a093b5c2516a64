import type { IncomingMessage } from 'node:http';

const ROUTED = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** A method without routes, which the router knows. */
const UNROUTED = 'TRACE';
const WELL_FORMED = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+(\s*;\s*[\w-]+\s*=\s*("[^"\\]*"|[^\s";,]+))*\s*$/;

/**
 * Takes away what Fastify would refuse by itself, in front of the guards: methods that it does not route and content types
 * that it cannot read. The contract has strangers answered 401 first, and the guards and the body's reader know the rest.
 */
export function routableRequest(request: IncomingMessage): IncomingMessage {
  if (!ROUTED.has(request.method ?? '')) request.method = UNROUTED;
  const type = request.headers['content-type'];
  if (type !== undefined && !WELL_FORMED.test(type)) request.headers['content-type'] = 'application/octet-stream';
  return request;
}
