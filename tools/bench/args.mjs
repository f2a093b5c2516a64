import { UserError } from '../lib/say.mjs';
import { GOALS } from './goals.mjs';

export const HELP = `npm run bench [-- options]

Measures what the platform promises as ratios: our code against the plain tool that does the same work, in turns in one run
on this machine. Starts what it needs (PostgreSQL, Redis, ClamAV, S3, at last a whole platform) on free ports and removes
it again. Ends with a table, and with exit code 1 if a gate is missed.

  --only G5,G8    these measurements alone: ${[...new Set(Object.keys(GOALS).map((id) => id.split('.')[0]))].join(', ')}
  --quick         fewer and shorter rounds, smaller files, a tenth of the rows: to see that it works
  --json FILE     where the results go (.practika/bench.json)
  --skip-build    trust what is built
  --keep          keep the temporary folder with logs
  --help          this text
`;

/** @returns {{ only: string[] | null, quick: boolean, json: string | null, skipBuild: boolean, keep: boolean, help: boolean }} */
export function readArgs(argv) {
  const asked = { only: null, quick: false, json: null, skipBuild: false, keep: false, help: false };
  const words = argv.flatMap((word) => (/^--[a-z-]+=/.test(word) ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word]));
  const flags = { '--quick': 'quick', '--skip-build': 'skipBuild', '--keep': 'keep', '--help': 'help', '-h': 'help' };
  const valued = { '--only': 'only', '--json': 'json' };
  for (let i = 0; i < words.length; i += 1) {
    if (flags[words[i]]) asked[flags[words[i]]] = true;
    else if (valued[words[i]] && words[i + 1] !== undefined) asked[valued[words[i]]] = words[i += 1];
    else throw new UserError(`npm run bench does not know what to do with ${words[i]}`, 'npm run bench -- --help');
  }
  if (asked.only !== null) {
    asked.only = asked.only.toUpperCase().split(',').map((id) => id.trim()).filter(Boolean);
    const known = new Set(Object.keys(GOALS).map((id) => id.split('.')[0]));
    const unknown = asked.only.filter((id) => !known.has(id));
    if (unknown.length > 0 || asked.only.length === 0) throw new UserError(`There is no measurement ${unknown.join(', ')}`, `one of ${[...known].join(', ')}`);
  }
  return asked;
}
