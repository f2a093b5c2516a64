#!/usr/bin/env node
// docs/kubernetes/network.md, from the charts' values and what they render: `node tools/network-page.mjs` writes it,
// `--check` says whether it is what they say (the unit tests of libs/deployment say the same).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './lib/paths.mjs';
import { explain, plain, step } from './lib/say.mjs';

const PAGE = join(ROOT, 'docs', 'kubernetes', 'network.md');
const HELP = `node tools/network-page.mjs           writes docs/kubernetes/network.md (libs/deployment has to be built: npm run build)
node tools/network-page.mjs --check   changes nothing; ends with 1 where the page is not what the charts say
node tools/network-page.mjs --values <file>   prints the tables for values of your own
`;

try {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, values: { type: 'string' }, help: { type: 'boolean', default: false } } });
  if (values.help) plain(HELP);
  else {
    const { networkPage, networkReport } = await import('../libs/deployment/dist/network/page.js');
    const page = values.values === undefined ? networkPage() : networkReport(relative(ROOT, resolve(values.values)));
    if (values.values !== undefined) {
      plain(page);
    } else if (!values.check) {
      mkdirSync(dirname(PAGE), { recursive: true });
      writeFileSync(PAGE, page);
      step('docs/kubernetes/network.md is written');
    } else if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page) {
      plain('docs/kubernetes/network.md is not what the charts say: node tools/network-page.mjs writes it anew');
      process.exitCode = 1;
    }
  }
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
