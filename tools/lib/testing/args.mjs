// What the caller of `npm test` asked for.
import { UserError } from '../say.mjs';

export const RINGS = ['unit', 'int', 'e2e'];

export const HELP = `npm test -- [options] [path …]

Runs every test: unit, then integration against real backends (started for this run, on free ports), then end to end
against a whole platform (also started for this run). Ends with the line "N passed, N failed".

  path …              only test files whose path contains one of these
  -t, --pattern TEXT  only tests whose name matches
  --ring NAME         only this ring: unit, int or e2e (may be given more than once)
  --skip-build        trust what is built
  --keep              keep the temporary folder with logs and data
  --help              this text
`;

/** @returns {{ rings: string[], paths: string[], pattern: string | null, skipBuild: boolean, keep: boolean, help: boolean }} */
export function readArgs(argv) {
  const asked = { rings: [], paths: [], pattern: null, skipBuild: false, keep: false, help: false };
  const value = (i, name) => {
    if (argv[i] === undefined) throw new UserError(`${name} needs a value`, 'npm test -- --help');
    return argv[i];
  };
  for (let i = 0; i < argv.length; i += 1) {
    const [name, inline] = /^--[a-z-]+=/.test(argv[i]) ? [argv[i].slice(0, argv[i].indexOf('=')), argv[i].slice(argv[i].indexOf('=') + 1)] : [argv[i], undefined];
    if (name === '--help' || name === '-h') asked.help = true;
    else if (name === '--skip-build') asked.skipBuild = true;
    else if (name === '--keep') asked.keep = true;
    else if (name === '-t' || name === '--pattern' || name === '--testNamePattern') asked.pattern = inline ?? value(i += 1, name);
    else if (name === '--ring') asked.rings.push(...(inline ?? value(i += 1, name)).split(','));
    else if (name.startsWith('-')) throw new UserError(`npm test does not know ${name}`, 'npm test -- --help');
    else asked.paths.push(argv[i]);
  }
  const unknown = asked.rings.find((ring) => !RINGS.includes(ring));
  if (unknown !== undefined) throw new UserError(`There is no ring ${unknown}: unit, int or e2e`);
  asked.rings = asked.rings.length > 0 ? RINGS.filter((ring) => asked.rings.includes(ring)) : [...RINGS];
  return asked;
}
