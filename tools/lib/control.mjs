// A port on loopback by which failure tests kill, freeze and start parts of the platform. Only tests open it.
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';

const SIGNALS = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGSTOP', 'SIGCONT']);

/**
 * `GET /pids`; `POST /kill {name, signal}` (a killed one stays away); `POST /start {name}` (answers when it is ready).
 * Every request carries the token, since other users of the machine reach the loopback address too.
 *
 * @returns {Promise<{ url: string, token: string, close: () => void }>}
 */
export async function startControl(platform) {
  const token = randomBytes(24).toString('hex');
  const server = createServer(async (req, res) => {
    const answer = (status, body) => {
      res.writeHead(status, { 'Content-Type': 'application/json' });
      res.end(JSON.stringify(body));
    };
    if (req.headers.authorization !== `Bearer ${token}`) return answer(401, { error: 'token' });
    try {
      if (req.method === 'GET' && req.url === '/pids') return answer(200, platform.pids());
      let text = '';
      for await (const chunk of req) text += chunk;
      const { name, signal } = JSON.parse(text || '{}');
      if (req.url === '/kill') {
        if (!SIGNALS.has(signal)) return answer(422, { error: `signal must be one of ${[...SIGNALS].join(', ')}` });
        return answer(200, { sent: await platform.kill(name, signal) });
      }
      if (req.url === '/start') {
        await platform.startAgain(name);
        return answer(200, { pid: platform.pids()[name] });
      }
      return answer(404, { error: 'unknown' });
    } catch (error) {
      return answer(500, { error: error.message });
    }
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { url: `http://127.0.0.1:${server.address().port}`, token, close: () => { server.close(); server.closeAllConnections(); } };
}
