import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface ProcessLimits {
  /** Seconds on the CPU; the kernel ends the process after that. */
  readonly cpuSeconds: number;
  /** Bytes of address space. */
  readonly memoryBytes: number;
  /** Bytes of the largest file it may write. */
  readonly fileBytes: number;
  /** Wall clock; a process that waits uses no CPU. */
  readonly timeoutMs: number;
  /** Bytes of stdout that are kept; more ends the process. */
  readonly outputBytes: number;
}

export interface ProcessResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** The last 4 KiB. For decisions and logs of codes, never for people: it may quote the file. */
  readonly stderr: string;
  /** It was ended for using too much CPU, memory or output, or for writing too much: the file's fault. */
  readonly exceeded: boolean;
}

/** It hung: waiting is the machine's fault more often than the file's. */
export class ProcessTimeout extends Error {
  override readonly name = 'ProcessTimeout';
}

/**
 * Runs a program on untrusted bytes: no shell sees an argument, no setting of ours is in its environment, and the kernel
 * holds its CPU time, memory and file size. The network is closed by the callers' protocol lists and by the cluster.
 */
export async function runLimited(program: string, args: readonly string[], limits: ProcessLimits, options: { cwd: string; signal: AbortSignal; onStdout?: (chunk: Buffer) => void }): Promise<ProcessResult> {
  options.signal.throwIfAborted();
  const [command, before] = limiter(limits);
  const child = spawn(command, [...before, program, ...args], {
    cwd: options.cwd, env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  let size = 0;
  let flooded = false;
  let stderr = Buffer.alloc(0);
  let ended: unknown;
  const end = (why: unknown) => {
    ended ??= why;
    child.kill('SIGKILL');
  };
  const abort = () => end(options.signal.reason);
  const timer = setTimeout(() => end(new ProcessTimeout(`${program} took longer than ${limits.timeoutMs} ms`)), limits.timeoutMs);
  options.signal.addEventListener('abort', abort, { once: true });
  child.stdout.on('data', (chunk: Buffer) => {
    if (options.onStdout !== undefined) return options.onStdout(chunk);
    size += chunk.length;
    if (size <= limits.outputBytes) stdout.push(chunk);
    else {
      flooded = true;
      child.kill('SIGKILL');
    }
  });
  child.stderr.on('data', (chunk: Buffer) => { stderr = Buffer.concat([stderr, chunk]).subarray(-4_096); });
  try {
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (c, s) => resolve([c, s]));
    });
    if (ended !== undefined) throw ended;
    // A limiter that cannot start the program says 126 or 127: that is our set-up, never the file.
    if (code === 126 || code === 127) throw new Error(`${program} cannot be started`);
    const text = stderr.toString('latin1');
    const exceeded = flooded || signal === 'SIGXCPU' || signal === 'SIGXFSZ' || signal === 'SIGKILL' || /cannot allocate memory|out of memory/i.test(text);
    return { code, signal, stdout: Buffer.concat(stdout).toString('utf8'), stderr: text, exceeded };
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', abort);
  }
}

const PRLIMIT = '/usr/bin/prlimit';

/**
 * Node cannot set limits on a child: another program does, and then becomes the one that was asked for. The image has
 * prlimit and no shell; a system without prlimit (macOS) has a shell. All values arrive as parameters.
 */
function limiter({ cpuSeconds, memoryBytes, fileBytes }: ProcessLimits): [string, string[]] {
  if (existsSync(PRLIMIT)) return [PRLIMIT, ['--core=0', `--cpu=${cpuSeconds}`, `--as=${memoryBytes}`, `--fsize=${fileBytes}`]];
  const script = 'ulimit -c 0 && ulimit -t "$1" && ulimit -v "$2" && ulimit -f "$3" && shift 3 && exec "$@"';
  return ['/bin/sh', ['-c', script, 'sh', String(cpuSeconds), String(Math.ceil(memoryBytes / 1024)), String(Math.ceil(fileBytes / 512))]];
}
