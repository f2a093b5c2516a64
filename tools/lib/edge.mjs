// Requests by name to an address that no DNS knows: the ingress controller of a cluster on this machine.
import { connect as connectTcp, isIP } from 'node:net';
import { UserError } from './say.mjs';

/** `10.0.0.1`, `10.0.0.1:8080`, `http://10.0.0.1`. @throws UserError */
export function parseEdge(text) {
  const [, host, port] = /^(?:http:\/\/)?([a-zA-Z0-9.-]+)(?::(\d+))?\/?$/.exec(text.trim()) ?? [];
  if (!host) throw new UserError(`"${text}" is not the address of an ingress controller`, 'PRACTIKA_EDGE=192.0.2.1, or with a port: 192.0.2.1:8080');
  return { host, port: port ? Number(port) : null };
}

/** Ends in .localhost, or has the one name that was given. Addresses are never mapped. */
const isMapped = (hostname, names) => isIP(hostname) === 0 && (hostname.endsWith('.localhost') || names.includes(hostname));

/**
 * From now on `fetch` reaches every name below .localhost, and those of `names`, at the edge; names stay in the Host header, and
 * so in what is signed. Node exports no way to set a connector without a package, but the class of its own dispatcher has one.
 */
export function useEdge(text, { names = [] } = {}) {
  const edge = parseEdge(text);
  void new Response();
  const slot = Symbol.for('undici.globalDispatcher.1');
  const Agent = globalThis[slot].constructor;
  const plain = (options, callback) => {
    const mapped = isMapped(options.hostname, names);
    const socket = connectTcp({ host: mapped ? edge.host : options.hostname, port: (mapped && edge.port) || Number(options.port) || 80, noDelay: true });
    const timer = setTimeout(() => socket.destroy(new Error(`no connection to ${options.hostname} within 10 s`)), 10_000);
    const done = (error) => {
      clearTimeout(timer);
      socket.off('error', done);
      callback(error ?? null, error ? null : socket);
    };
    socket.once('connect', () => done());
    socket.once('error', done);
  };
  const usual = globalThis[slot];
  const mappedAgent = new Agent({ connect: plain, connections: 64 });
  globalThis[slot] = {
    dispatch(options, handler) {
      const { protocol, hostname } = new URL(options.origin);
      return (protocol === 'http:' && isMapped(hostname, names) ? mappedAgent : usual).dispatch(options, handler);
    },
    close: () => Promise.all([mappedAgent.close(), usual.close()]),
    destroy: () => Promise.all([mappedAgent.destroy(), usual.destroy()]),
  };
  return edge;
}
