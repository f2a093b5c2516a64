#!/usr/bin/env node
// The OpenAPI documents, from the code of each service: `npm run openapi` writes openapi/<service>.json and the types of
// clients beside them (libs/api-types), `npm run openapi -- --check` says whether they are what the code says.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './lib/install.mjs';
import { jsonDiff } from './lib/json-diff.mjs';
import { nodeBinary, ROOT, SERVICES } from './lib/paths.mjs';
import { run } from './lib/proc.mjs';
import { explain, plain, step, UserError } from './lib/say.mjs';

const HELP = `npm run openapi                 writes openapi/<service>.json and libs/api-types/src/<service>.d.ts from the code of every service
npm run openapi -- --check      changes nothing; ends with 1 and shows the difference when a file is not what the code says
npm run openapi -- --skip-build takes the code as it was last built
`;
const SHOWN = 40;

async function generate(service) {
  const folder = join(ROOT, 'services', service);
  const { code, out, err } = await run(nodeBinary(), [join(folder, 'dist', 'main.openapi.js')], { cwd: folder, timeoutMs: 60_000 });
  if (code !== 0) throw new UserError(`The OpenAPI document of ${service} could not be made: ${err.trim().split('\n').slice(0, 5).join(' | ')}`);
  return out;
}

/** The types of a client, from the document of a service. The generator needs an older compiler than the project: it has one of its own. */
async function generateTypes(document, to) {
  const { code, err } = await run(nodeBinary(), [join(ROOT, 'libs/api-types/node_modules/openapi-typescript/bin/cli.js'), document, '--output', to], { cwd: ROOT, timeoutMs: 60_000 });
  if (code !== 0) throw new UserError(`The types of ${document} could not be made: ${err.trim().split('\n').slice(0, 5).join(' | ')}`);
}

/** Whether the types that are kept are those of the document that is kept. */
async function checkTypes(service) {
  const folder = mkdtempSync(join(tmpdir(), 'practika-types-'));
  try {
    await generateTypes(join(ROOT, 'openapi', `${service}.json`), join(folder, 'now.d.ts'));
    const kept = typesPath(service);
    if (existsSync(kept) && readFileSync(kept, 'utf8') === readFileSync(join(folder, 'now.d.ts'), 'utf8')) return true;
    plain(`libs/api-types/src/${service}.d.ts is not what openapi/${service}.json says`);
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const typesPath = (service) => join(ROOT, 'libs', 'api-types', 'src', `${service}.d.ts`);

/** Whether the file is what the code says; the difference is printed. */
function check(service, path, generated) {
  const kept = existsSync(path) ? readFileSync(path, 'utf8') : '{}';
  if (kept === generated) return true;
  const lines = jsonDiff(JSON.parse(kept), JSON.parse(generated));
  plain(`openapi/${service}.json is not what the code says (-: only in the file, +: only in the code):`);
  for (const line of lines.slice(0, SHOWN)) plain(`  ${line}`);
  if (lines.length > SHOWN) plain(`  … and ${lines.length - SHOWN} more`);
  if (lines.length === 0) plain('  ~ only white space differs');
  return false;
}

try {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, 'skip-build': { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) {
    plain(HELP);
    process.exit(0);
  }
  if (!values['skip-build']) await build({ quiet: true });
  mkdirSync(join(ROOT, 'openapi'), { recursive: true });
  let fine = true;
  for (const service of SERVICES) {
    const path = join(ROOT, 'openapi', `${service}.json`);
    const generated = await generate(service);
    if (values.check) {
      fine = check(service, path, generated) && fine;
      fine = await checkTypes(service) && fine;
    } else {
      writeFileSync(path, generated);
      await generateTypes(path, typesPath(service));
    }
  }
  if (values.check) step(fine ? 'openapi: the documents are what the code says' : 'openapi: run "npm run openapi" and commit what it writes');
  else step(`openapi: wrote ${SERVICES.map((service) => `openapi/${service}.json`).join(', ')}`);
  process.exitCode = fine ? 0 : 1;
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
