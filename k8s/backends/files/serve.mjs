// Serves the signatures beside it, as a mirror does: freshclam asks by If-Modified-Since whether there is something new.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';

const FOLDER = process.argv[2];
const names = new Set(readdirSync(FOLDER).filter((name) => /^[a-z]+\.(c[vl]d|[nhl]db)$/.test(name)));

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://mirror');
  const name = pathname.slice(1);
  if (pathname === '/healthz') return response.end('ok\n');
  if ((request.method !== 'GET' && request.method !== 'HEAD') || !names.has(name)) return response.writeHead(404).end();
  const path = `${FOLDER}/${name}`;
  const modified = new Date(Math.floor(statSync(path).mtimeMs / 1000) * 1000);
  const known = Date.parse(request.headers['if-modified-since'] ?? '');
  const headers = { 'Last-Modified': modified.toUTCString(), 'Content-Type': 'application/octet-stream' };
  if (known >= modified.getTime()) return response.writeHead(304, headers).end();
  const body = readFileSync(path);
  response.writeHead(200, { ...headers, 'Content-Length': body.length }).end(request.method === 'HEAD' ? undefined : body);
});
server.listen(8080, () => console.log(`signatures: ${[...names].join(', ')} on port 8080`));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
