// What is measured, in the order of what it needs: nothing, backends, a whole platform.
import { backendsFor, platformFor } from '../lib/testing/surroundings.mjs';
import { measureDepth, measureExerciseList } from './measurements/exercise-list.mjs';
import { measureHashing } from './measurements/hashing.mjs';
import { measureListHandler } from './measurements/list-handler.mjs';
import { measurePipeline } from './measurements/pipeline.mjs';
import { measureScanMemory } from './measurements/scan-memory.mjs';
import { measureScanning } from './measurements/scanning.mjs';
import { measureSessions } from './measurements/sessions.mjs';
import { measureSignIn } from './measurements/sign-in.mjs';

const nothing = async () => ({ stop: async () => {} });

/** With everything removed afterwards. The folders' names are those that a later run looks into for leftovers. */
async function backends(base) {
  const started = await backendsFor(base);
  return { base, backends: started, stop: async () => { await started.stop(); await started.forget(); } };
}

export const stages = [
  {
    name: 'plain', surround: nothing,
    measurements: {
      G5: { title: 'checksum of a local file', run: measureHashing },
      G16: { title: 'password checks', run: measureSignIn },
      'G8 G9': { title: 'virus scan of an MP4', run: measureScanning },
    },
  },
  {
    name: 'int', surround: backends,
    measurements: {
      G17: { title: 'session check', run: measureSessions },
      G1: { title: 'list handler', run: measureListHandler },
      G2: { title: 'exercise list, end to end', run: measureExerciseList },
      G4: { title: 'page depth', run: measureDepth },
      G19: { title: 'memory of a scan worker', run: measureScanMemory },
    },
  },
  { name: 'e2e', surround: platformFor, measurements: { 'G11 G12 G18': { title: 'from the upload to ready', run: measurePipeline } } },
];
