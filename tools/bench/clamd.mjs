// A clamd of the benchmark's own: without its cache of clean files, which would answer for a file that it saw before.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clamdConf, eicarSignature } from '../lib/backends/clamd.mjs';
import { which } from '../lib/paths.mjs';
import { freePort } from '../lib/ports.mjs';
import { startProcess, whyEnded } from '../lib/proc.mjs';
import { tcpAsk, waitFor } from '../lib/wait.mjs';

/** @param {{ megabytes: number }} options the largest file, in MB of clamd's own counting */
export async function startClamd({ megabytes }) {
  const folder = mkdtempSync(join(tmpdir(), 'practika-bench-clamd-'));
  chmodSync(folder, 0o755);
  for (const name of ['signatures', 'tmp']) mkdirSync(join(folder, name), { mode: 0o755 });
  writeFileSync(join(folder, 'signatures', 'eicar.ndb'), eicarSignature());
  const port = await freePort();
  const conf = join(folder, 'clamd.conf');
  const text = clamdConf({ port, bind: '127.0.0.1', database: join(folder, 'signatures'), temporary: join(folder, 'tmp') })
    .replace(/^(StreamMaxLength|MaxFileSize) .*$/gm, `$1 ${megabytes}M`).replace(/^MaxScanSize .*$/m, `MaxScanSize ${megabytes * 2}M`);
  writeFileSync(conf, `${text}DisableCache yes\n`);
  const process_ = startProcess({ name: 'bench-clamd', command: which('clamd'), args: [`--config-file=${conf}`], logFile: join(folder, 'clamd.log') });
  await waitFor('ClamAV', async () => (await tcpAsk(port, 'zPING\0', { until: /\0/ })).startsWith('PONG'), { timeoutMs: 60_000, stopped: () => whyEnded(process_) });
  return {
    port, conf,
    async stop() {
      await process_.stop({ graceMs: 5_000 });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
