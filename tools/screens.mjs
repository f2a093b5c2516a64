#!/usr/bin/env node
// npm run screens: a picture of every screen of the web app, on a phone and at a desk, light and dark, into docs/screens.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, installDependencies, needPrograms } from './lib/install.mjs';
import { nodeBinary, ROOT } from './lib/paths.mjs';
import { explain, plain, step } from './lib/say.mjs';
import { makeFolder } from './lib/testing/folders.mjs';
import { platformFor } from './lib/testing/surroundings.mjs';

const HELP = `npm run screens [-- NAME]

Starts a platform for this alone, fills it with a small school, and takes a picture of every screen of the web app, on a
phone and at a desk, light and dark, into docs/screens. With a NAME: of the screens whose name begins so. About five minutes.
`;
if (process.argv.includes('--help')) {
  plain(HELP);
  process.exit(0);
}
const folder = makeFolder();
let running = null;
try {
  checkNode();
  await installDependencies();
  await needPrograms({ chromium: 'chromium' });
  await build();
  running = await platformFor(join(folder, 'e2e'));
  step('taking the pictures');
  // The gateway is in this process, and has to answer meanwhile.
  const child = spawn(nodeBinary(), ['libs/e2e/dist/browser/main.screens.js', join(ROOT, 'docs/screens'), ...process.argv.slice(2)], { cwd: ROOT, env: { ...process.env, ...running.env }, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
} catch (error) {
  explain(error);
  process.exitCode = 1;
} finally {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
}
