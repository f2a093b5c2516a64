// A mail catcher: what the platform sends can be read in a browser, and nothing leaves the machine.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeBinary, ROOT } from '../paths.mjs';
import { startProcess, whyEnded } from '../proc.mjs';
import { httpStatus, waitFor } from '../wait.mjs';

export function nativeMail({ folder, smtpPort, webPort, logs, ledger }) {
  let process_ = null;
  return {
    name: 'mail', port: smtpPort, url: `smtp://127.0.0.1:${smtpPort}`, inboxUrl: `http://127.0.0.1:${webPort}/api/email`, webUrl: `http://127.0.0.1:${webPort}`,
    pid: () => process_?.pid ?? null,
    kill: (signal) => process_?.kill(signal) ?? false,
    async start() {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      process_ = startProcess({
        name: 'mail', command: nodeBinary(), cwd: folder,
        args: [join(ROOT, 'node_modules', 'maildev', 'dist', 'bin', 'maildev.js'), '--ip', '127.0.0.1', '--smtp', String(smtpPort), '--web-ip', '127.0.0.1', '--web', String(webPort), '--mail-directory', folder, '--max-emails', '2000'],
        logFile: join(logs, 'mail.log'), ledger,
      });
      await waitFor('Mail catcher', async () => (await httpStatus(`http://127.0.0.1:${webPort}/api/email`)) === 200, { timeoutMs: 60_000, stopped: () => whyEnded(process_) });
    },
    stop: () => process_?.stop({ graceMs: 5_000 }),
    exited: () => process_?.exit ?? null,
  };
}
