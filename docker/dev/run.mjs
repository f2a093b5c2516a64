// Runs a program of a service and starts it again, newly compiled, when its sources change: `skaffold dev` copies every
// saved file into the container. Takes the arguments that Node gets in the final image.
//   DEV_NODE_OPTIONS   options for the program's Node alone, such as --inspect=127.0.0.1:9229
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { compile, copyProgram, onChange, short, watched } from './sources.mjs';

/** The image, which nobody can write to; and the program's copy that is synchronised into, in the pod's own /tmp. */
const IMAGE = '/app';
const ROOT = '/tmp/practika';
const NODE = '/usr/local/bin/node';
/** After SIGTERM a process first waits until nobody calls it any more, then ends its work. A developer doesn't wait. */
const PATIENCE_MS = 300;
/** All others end by themselves, and Kubernetes must see how. */
const LONG_RUNNING = /^dist\/main\.(?:api|worker|checksum|scan|process|web)\.js$/;

const args = process.argv.slice(2);
const say = (text) => console.error(`dev: ${text}`);
const service = basename(process.cwd());
const longRunning = args.some((argument) => LONG_RUNNING.test(argument));
const home = longRunning ? join(ROOT, 'services', service) : process.cwd();
let child = null;
/** Since the first change we stay, whatever the program does: the container's files would be lost with it. */
let edited = false;

function start() {
  const options = (process.env.DEV_NODE_OPTIONS ?? '').split(' ').filter((option) => option !== '');
  const own = spawn(NODE, ['--enable-source-maps', ...options, ...args], { stdio: 'inherit', cwd: home });
  child = own;
  own.once('exit', (code, signal) => {
    if (child !== own) return;
    child = null;
    if (!edited) process.exit(code ?? 128 + 9);
    say(`the program ended (${signal ?? `exit code ${code}`}); waiting for the next change`);
  });
}

async function stop() {
  const own = child;
  if (own === null) return;
  child = null;
  const gone = new Promise((resolve) => { own.once('exit', resolve); });
  own.kill('SIGTERM');
  const timer = setTimeout(() => own.kill('SIGKILL'), PATIENCE_MS);
  await gone;
  clearTimeout(timer);
}

function hot() {
  const swcrc = JSON.parse(readFileSync(join(dirname(new URL(import.meta.url).pathname), 'swcrc.json'), 'utf8'));
  // Loaded with the first change: most processes of a cluster see none for hours.
  let swc;
  const transform = async (file) => {
    swc ??= (await import(`${IMAGE}/node_modules/@swc/core/index.js`)).default;
    return swc.transformFile(file, { ...swcrc, swcrc: false, filename: file });
  };
  let turn = Promise.resolve();
  // What did not compile is tried again with the next change, which may be its other half.
  const pending = new Set();
  const change = async (files) => {
    const began = Date.now();
    edited = true;
    for (const file of files) pending.add(file);
    try {
      await compile([...pending], transform);
    } catch (error) {
      return say(`not taken over, what ran before runs on: ${error.message}${error.cause ? ` (${error.cause.message})` : ''}`);
    }
    await stop();
    start();
    say(`${short(ROOT, pending)}: compiled and started again after ${Date.now() - began} ms`);
    pending.clear();
  };
  onChange(watched(ROOT, service), (files) => { turn = turn.then(() => change(files)).catch((error) => say(error.stack)); });
}

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    if (child === null) process.exit(0);
    edited = false;
    child.kill(signal);
  });
}
if (longRunning) {
  copyProgram(IMAGE, ROOT);
  hot();
}
start();
