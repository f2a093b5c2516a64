// What the kernel says of a process. Linux alone: these numbers have no equal elsewhere.
import { readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second. */
const TICK_MS = 10;

/** CPU of all its threads so far, in milliseconds. */
export function cpuMs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
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
