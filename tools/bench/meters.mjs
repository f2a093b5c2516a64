// What the kernel says of a process. Linux alone: these numbers have no equal elsewhere.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of one thread, in nanoseconds; 0 when it has just ended. */
function threadNs(folder) {
  try {
    return Number(readFileSync(join(folder, 'schedstat'), 'latin1').split(' ')[0]);
  } catch {
    return 0;
  }
}

/**
 * CPU of all its threads so far, in milliseconds. From the scheduler, which counts in nanoseconds where /proc/PID/stat has
 * steps of 10 ms. Threads that have ended are not in it; Node's stay.
 */
export function cpuMs(pid) {
  const folder = `/proc/${pid}/task`;
  return readdirSync(folder).reduce((sum, thread) => sum + threadNs(join(folder, thread)), 0) / 1e6;
}

/** Resident memory now, in MB. */
export function rssMb(pid) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? Number.NaN) * 1_024 / 1e6;
}

/** Bytes read so far, from sockets and files. */
export function bytesRead(pid) {
  return Number(/^rchar: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'latin1'))?.[1] ?? Number.NaN);
}

/** How busy the machine is with other things: 1.0 is one process that always wants to run. */
export const load = () => Number(readFileSync('/proc/loadavg', 'latin1').split(' ')[0]);
