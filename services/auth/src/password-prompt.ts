import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** The first line of standard input; at a terminal asked for without echo. */
export async function readPassword(prompt: string): Promise<string> {
  const terminal = process.stdin.isTTY;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: terminal ? silent : undefined, terminal });
  try {
    if (terminal) process.stderr.write(prompt);
    return await new Promise<string>((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(''));
    });
  } finally {
    lines.close();
    if (terminal) process.stderr.write('\n');
  }
}
