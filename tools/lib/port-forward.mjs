// A port of a Service on this machine, by kubectl.
import { spawn } from 'node:child_process';
import { UserError } from './say.mjs';

const PATIENCE_MS = 20_000;

/**
 * @param {string} kubectl the program
 * @param {string[]} args which context
 * @returns {Promise<{ port: number, child: import('node:child_process').ChildProcess }>} a free local port; it is forwarded until the child ends
 */
export function portForward(kubectl, args, namespace, service, port) {
  const child = spawn(kubectl, [...args, 'port-forward', '-n', namespace, '--address', '127.0.0.1', `service/${service}`, `:${port}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = () => {
      child.kill('SIGTERM');
      reject(new UserError(`The port of ${service} could not be forwarded: ${said.trim().split('\n').slice(-6).join(' | ') || `no answer in ${PATIENCE_MS / 1000} s`}`));
    };
    const timer = setTimeout(fail, PATIENCE_MS);
    const read = (chunk) => {
      said += chunk;
      const local = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (local === undefined) return;
      clearTimeout(timer);
      resolve({ port: Number(local), child });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', (error) => { clearTimeout(timer); said += error.message; fail(); });
    child.once('exit', () => { clearTimeout(timer); fail(); });
  });
}
