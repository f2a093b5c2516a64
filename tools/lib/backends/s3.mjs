// The S3 endpoint: versitygw over a folder, with accounts of its own and versions kept.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess, whyEnded } from '../proc.mjs';
import { give, otherUser } from '../run-as.mjs';
import { step } from '../say.mjs';
import { httpStatus, waitFor } from '../wait.mjs';

/** Keys go by environment. Connections are kept, as every other store keeps them: left to itself this one closes them with each answer. */
export const gatewayArgs = ({ listen, iam, versions, data, sidecar }) => [
  '--port', listen, '--region', 'us-east-1', '--keep-alive', '--quiet', '--health', '/healthz', '--iam-dir', iam,
  'posix', '--versioning-dir', versions, ...(sidecar ? ['--sidecar', sidecar] : []), data,
];

export const s3Ready = async (port) => (await httpStatus(`http://127.0.0.1:${port}/healthz`)) === 200;

export function nativeS3({ folder, port, accessKey, secretKey, program, logs, ledger }) {
  const user = otherUser('nobody');
  let process_ = null;
  let sidecar = existsSync(join(folder, 'meta'));
  const launch = () => {
    const at = (name) => join(folder, name);
    for (const name of ['data', 'versions', 'iam', ...(sidecar ? ['meta'] : [])]) mkdirSync(at(name), { recursive: true, mode: 0o700 });
    give(folder, user);
    process_ = startProcess({
      name: 's3', command: program, cwd: folder, user, paths: [folder],
      args: gatewayArgs({ listen: `127.0.0.1:${port}`, iam: at('iam'), versions: at('versions'), data: at('data'), sidecar: sidecar ? at('meta') : null }),
      env: { PATH: process.env.PATH, HOME: folder, ROOT_ACCESS_KEY: accessKey, ROOT_SECRET_KEY: secretKey },
      logFile: join(logs, 's3.log'), ledger,
    });
    return waitFor('S3 endpoint', () => s3Ready(port), { timeoutMs: 30_000, stopped: () => whyEnded(process_) });
  };
  return {
    name: 's3', port, endpoint: `http://127.0.0.1:${port}`, accessKey, secretKey,
    pid: () => process_?.pid ?? null,
    kill: (signal) => process_?.kill(signal) ?? false,
    async start() {
      try {
        await launch();
      } catch (error) {
        // Some file systems have no user attributes: the metadata then goes to files beside.
        if (sidecar || !/xattr|attribute|not supported/i.test(error.message)) throw error;
        step('S3 endpoint: this file system keeps no attributes; metadata goes to files');
        sidecar = true;
        await launch();
      }
    },
    stop: () => process_?.stop({ graceMs: 10_000 }),
    exited: () => process_?.exit ?? null,
  };
}
