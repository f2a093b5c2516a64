import { describe, expect, it } from '@jest/globals';
import { runLimited, type ProcessLimits } from './limited-process.js';

const MiB = 1024 * 1024;
const limits: ProcessLimits = { cpuSeconds: 7, memoryBytes: 512 * MiB, fileBytes: 3 * MiB, timeoutMs: 10_000, outputBytes: MiB };
const run = (program: string, ...args: string[]) => runLimited(program, args, limits, { cwd: '/', signal: new AbortController().signal });

describe('a program run on untrusted bytes', () => {
  it('should be held by the kernel to its CPU time, memory and file size, and leave no core behind', async () => {
    const { code, stdout } = await run('/bin/sh', '-c', 'ulimit -t; ulimit -v; ulimit -f; ulimit -c');
    expect({ code, lines: stdout.trim().split('\n') }).toEqual({ code: 0, lines: ['7', String(512 * 1024), String(3 * 2048), '0'] });
  });

  it('should get its arguments as they are, read by no shell', async () => {
    const odd = ['$(id)', '; id', '--as=1', '*', 'a  b', ''];
    expect((await run('printf', '[%s]', ...odd)).stdout).toBe(odd.map((text) => `[${text}]`).join(''));
  });

  it('should see no setting of the service', async () => {
    const names = (await run('env')).stdout.trim().split('\n').map((line) => line.split('=')[0]);
    // What a shell adds of its own where one sets the limits.
    expect(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name ?? '')).toSorted()).toEqual(['LC_ALL', 'PATH']);
  });

  it('should be our mistake, never the file\'s, when it cannot be started', async () => {
    await expect(run('/no/such/program')).rejects.toThrow('cannot be started');
  });
});
