// One program that tries many addresses at once, from wherever it runs, and what it says.
import { execNode } from '../kube.mjs';
import { UserError } from '../../lib/say.mjs';

export const PATIENCE_MS = 2_000;

/** Runs inside a pod: no modules but Node's, no quotes that a shell would need. */
const program = (targets) => `
const net = require('node:net'), dgram = require('node:dgram'), targets = ${JSON.stringify(targets)};
const tcp = ({ host, port }) => new Promise((done) => {
  const socket = net.connect({ host, port });
  const end = (outcome) => { clearTimeout(timer); socket.destroy(); done(outcome); };
  const timer = setTimeout(() => end('timeout'), ${PATIENCE_MS});
  socket.once('connect', () => end('connected'));
  socket.once('error', (error) => end(error.code));
});
const query = Buffer.from('7072010000010000000000000a6b756265726e6574657307646566617563740373766307636c7573746572056c6f63616c0000010001', 'hex');
const udp = ({ host, port }) => new Promise((done) => {
  const socket = dgram.createSocket('udp4');
  const end = (outcome) => { clearTimeout(timer); socket.close(); done(outcome); };
  const timer = setTimeout(() => end('timeout'), ${PATIENCE_MS});
  socket.once('message', () => end('connected'));
  socket.once('error', (error) => end(error.code));
  socket.send(query, port, host);
});
Promise.all(targets.map((t) => (t.protocol === 'udp' ? udp : tcp)(t))).then((all) => console.log(JSON.stringify(all)));
`;

/**
 * Tries targets from a pod.
 * @param {{ namespace: string, pod: string, container?: string }} source
 * @param {{ host: string, port: number, protocol: 'tcp' | 'udp' }[]} targets
 * @returns {Promise<string[]>} `connected`, `timeout` or an error's code, in the targets' order
 */
export async function probe(source, targets) {
  const wanted = targets.map(({ host, port, protocol }) => ({ host, port, protocol }));
  const { out, err } = await execNode(source.pod, program(wanted), { namespace: source.namespace, container: source.container, timeoutMs: 60_000 });
  const last = out.trim().split('\n').pop();
  try {
    return JSON.parse(last);
  } catch {
    throw new UserError(`${source.pod} said nothing of use: ${last} ${err.trim()}`);
  }
}
