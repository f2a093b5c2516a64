// The temporary folder of one test run, and the removal of those that killed runs left.
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerAnswers, dockerId, removeContainers } from '../backends/docker.mjs';
import { endLeftovers } from '../ledger.mjs';
import { holder, take } from '../lock.mjs';
import { stateFolder } from '../paths.mjs';
import { step } from '../say.mjs';

const PREFIX = 'practika-test-';

/** Ends the processes and containers of test runs that were killed, and removes their folders. */
export async function cleanUpAfterKilledRuns() {
  const docker = await dockerAnswers();
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    // Somebody else's, or one that is being made just now.
    if (statSync(folder, { throwIfNoEntry: false })?.uid !== process.getuid?.()) continue;
    const parts = [join(folder, 'int'), join(folder, 'e2e')];
    if (!existsSync(join(folder, 'run', 'lock.json')) || holder(join(folder, 'run'))) continue;
    step(`cleaning up after a test run that was killed (${folder})`);
    for (const base of parts) {
      await endLeftovers(stateFolder(base).run);
      if (docker) await removeContainers(dockerId(base), { volumes: true });
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(folder, 0o711);
  take(join(folder, 'run'));
  return folder;
}
