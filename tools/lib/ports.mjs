// Which port to listen on.
import { createServer } from 'node:net';

const taken = new Set();

function tryListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.unref();
    server.once('error', () => resolve(null));
    server.listen({ port, host, exclusive: true }, () => {
      const got = server.address().port;
      server.close(() => resolve(got));
    });
  });
}

/** True when nothing listens there, on the loopback address and on all addresses. */
export async function isFree(port) {
  return (await tryListen(port, '127.0.0.1')) !== null && (await tryListen(port, '0.0.0.0')) !== null;
}

/**
 * A free port: the wanted one if it is free, else any. Ports below the kernel's range for outgoing connections are
 * chosen, so that no connection of our own takes one between now and its use; none is given twice.
 */
export async function freePort(wanted) {
  if (wanted && !taken.has(wanted) && (await isFree(wanted))) {
    taken.add(wanted);
    return wanted;
  }
  for (let i = 0; i < 200; i += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (taken.has(port) || !(await isFree(port))) continue;
    taken.add(port);
    return port;
  }
  throw new Error('No free port found between 20000 and 32000');
}
