// The charts, ready for helm: `npm run charts` puts the library into the services' charts and those into the umbrella.
// Nothing is fetched, and what did not change is not built again.
//   node tools/charts.mjs            build what helm needs, in order
//   node tools/charts.mjs --write    and generate what is generated: tables of the READMEs, shared parts of the schemas
//   node tools/charts.mjs --check    fail where a file is not as --write would leave it
import { buildCharts } from './lib/charts/build.mjs';
import { staleFiles, writeGenerated } from './lib/charts/generated.mjs';

const [mode, ...rest] = process.argv.slice(2);
if (rest.length > 0 || ![undefined, '--write', '--check'].includes(mode)) {
  process.stderr.write('usage: node tools/charts.mjs [--write | --check]\n');
  process.exit(2);
}
if (mode === '--check') {
  const stale = staleFiles();
  for (const path of stale) process.stderr.write(`${path} is not what it is made of; run: npm run charts -- --write\n`);
  process.exit(stale.length === 0 ? 0 : 1);
}
if (mode === '--write') for (const path of writeGenerated()) process.stdout.write(`written: ${path}\n`);
const built = buildCharts();
process.stdout.write(built.length === 0 ? 'The charts are built already.\n' : `Built: ${built.join(', ')}\n`);
