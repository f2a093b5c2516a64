#!/usr/bin/env node
// Brings a fresh clone to where everything can run: dependencies, and with --build the compiled workspaces.
import { build, checkNode, installDependencies } from './lib/install.mjs';
import { explain } from './lib/say.mjs';

try {
  checkNode();
  await installDependencies();
  if (process.argv.includes('--build')) await build();
} catch (error) {
  explain(error);
  process.exit(1);
}
