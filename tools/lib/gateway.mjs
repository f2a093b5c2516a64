// The one local origin: routes by path as the ingress does in a cluster. Bodies and answers stream both ways.
import { createServer, request as httpRequest } from 'node:http';
import { randomUUID } from 'node:crypto';

const ROUTE = /^\/api\/([a-z]+)(?=[/?]|$)/;
/** Hop by hop (RFC 9110 §7.6.1), and what only a proxy may say. */
const DROPPED = new Set([
  'connection', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade',
  'forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-prefix', 'x-real-ip', 'x-client-ip', 'true-client-ip',
]);
const DROPPED_ANSWER = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'te', 'trailer', 'upgrade']);
const SECURITY = {
  'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'DENY', 'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(self), microphone=(self), geolocation=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin', 'X-XSS-Protection': '0',
};
const REQUEST_ID = /^[A-Za-z0-9-]{8,64}$/;

const requestId = (req) => (REQUEST_ID.test(req.headers['x-request-id'] ?? '') ? req.headers['x-request-id'] : randomUUID());

function sendProblem(req, res, { status, type, title, detail, headers = {} }) {
  const id = requestId(req);
  const body = JSON.stringify({ type: `/problems/${type}`, title, status, detail, instance: id });
  // The rest of a body that nobody reads would be taken for the next request: this connection ends with the answer.
  res.writeHead(status, {
    ...SECURITY, 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'", 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store',
    'Content-Length': Buffer.byteLength(body), 'X-Request-Id': id, Connection: 'close', ...headers,
  });
  res.end(req.method === 'HEAD' ? undefined : body);
}

/** Pairs of a raw header list whose names are not dropped; one name may come several times (Set-Cookie). */
function* pairs(raw, dropped) {
  for (let i = 0; i < raw.length; i += 2) {
    if (!dropped.has(raw[i].toLowerCase())) yield [raw[i], raw[i + 1]];
  }
}

function proxy(req, res, path, upstream) {
  const headers = {};
  const named = (req.headers.connection ?? '').toLowerCase().split(',').map((name) => name.trim());
  for (const [name, value] of pairs(req.rawHeaders, DROPPED)) {
    if (named.includes(name.toLowerCase())) continue;
    const held = headers[name.toLowerCase()];
    headers[name.toLowerCase()] = held === undefined ? value : Array.isArray(held) ? [...held, value] : [held, value];
  }
  headers['x-forwarded-for'] = (req.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  headers['x-forwarded-proto'] = 'http';
  headers['x-forwarded-host'] = req.headers.host ?? '';
  const hasBody = req.headers['content-length'] !== undefined || req.headers['transfer-encoding'] !== undefined;
  // A connection each: one kept alive may die just as it is used again, and a POST cannot be sent twice.
  const out = httpRequest({ host: '127.0.0.1', port: upstream, method: req.method, path, headers, agent: false });
  const fail = () => {
    if (res.headersSent) res.destroy();
    else sendProblem(req, res, { status: 503, type: 'unavailable', title: 'Service unavailable', detail: 'This part of Practika is not running at the moment. Try again in a few seconds.', headers: { 'Retry-After': '2' } });
  };
  out.on('error', fail);
  out.on('response', (answer) => {
    const rest = [];
    for (const [name, value] of pairs(answer.rawHeaders, DROPPED_ANSWER)) rest.push(name, value);
    // An upstream may answer before it has read the body; keep-alive with the client is then over.
    if (hasBody && !req.complete) rest.push('Connection', 'close');
    res.writeHead(answer.statusCode, answer.statusMessage, rest);
    res.flushHeaders();
    answer.pipe(res);
    answer.on('error', () => res.destroy());
    answer.on('aborted', () => res.destroy());
  });
  res.on('close', () => out.destroy());
  if (hasBody) {
    req.on('error', () => out.destroy());
    req.pipe(out);
  } else {
    out.end();
  }
}

/**
 * @param {{ port: number, upstreams: Record<string, number> }} options ports by service; what is no API is web's
 * @returns {Promise<{ port: number, close: () => Promise<void> }>}
 */
export async function startGateway({ port, upstreams: { web, ...apis } }) {
  const handle = (req, res) => {
    let path = req.url ?? '/';
    if (!path.startsWith('/')) {
      // absolute form, as clients of a proxy send it
      try {
        const url = new URL(path);
        path = url.pathname + url.search;
      } catch {
        return sendProblem(req, res, { status: 400, type: 'bad-request', title: 'Bad request', detail: 'The request target cannot be read.' });
      }
    }
    const service = ROUTE.exec(path)?.[1];
    if (service !== undefined && Object.hasOwn(apis, service)) return proxy(req, res, path, apis[service]);
    if (path === '/api' || path.startsWith('/api/') || path.startsWith('/api?')) {
      return sendProblem(req, res, { status: 404, type: 'not-found', title: 'Not found', detail: 'There is no such service.' });
    }
    return proxy(req, res, path, web);
  };
  const listen = (host) => new Promise((resolve, reject) => {
    const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 120_000, maxHeaderSize: 32_768 }, handle);
    server.on('clientError', (_error, socket) => {
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
    server.once('error', reject);
    server.listen({ port, host }, () => resolve(server));
  });
  const servers = [await listen('127.0.0.1')];
  // "localhost" is ::1 first on many machines; where there is no IPv6, the other address alone does.
  await listen('::1').then((server) => servers.push(server), () => {});
  return {
    port: servers[0].address().port,
    async close() {
      await Promise.all(servers.map((server) => new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 1_000).unref();
      })));
    },
  };
}
