import { which } from '../lib/paths.mjs';
import { run } from '../lib/proc.mjs';
import { UserError } from '../lib/say.mjs';
import { cpuMs } from './meters.mjs';

const MS = { us: 0.001, ms: 1, s: 1_000, m: 60_000 };
function latency(text, percent) {
  const found = new RegExp(`^\\s+${percent}%\\s+([\\d.]+)(us|ms|s|m)$`, 'm').exec(text);
  return found ? Number(found[1]) * MS[found[2]] : Number.NaN;
}

/** Loads a URL over kept-alive connections from one thread. `pid` is the server, whose CPU is counted. */
export async function wrk({ url, pid, seconds, connections = 50, headers = {} }) {
  const before = cpuMs(pid);
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '--timeout', '10s', ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]), url];
  const { code, out, err } = await run(which('wrk'), args, { timeoutMs: (seconds + 30) * 1_000 });
  const cpu = cpuMs(pid) - before;
  const requests = Number(/(\d+) requests in/.exec(out)?.[1] ?? 0);
  const refused = Number(/Non-2xx or 3xx responses: (\d+)/.exec(out)?.[1] ?? 0);
  if (code !== 0 || requests === 0) throw new UserError(`wrk got nothing from ${url}: ${err || out}`);
  if (refused > 0) throw new UserError(`${refused} of ${requests} answers of ${url} were refusals`);
  return { requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(out)[1]), cpuUs: (cpu * 1_000) / requests, p50: latency(out, 50), p99: latency(out, 99), requests };
}
