// README.md of each chart: what stands between the marks is a table made of the comments of values.yaml.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { ROOT } from '../paths.mjs';

const BEGIN = '<!-- values: made of values.yaml by `npm run charts -- --write` -->';
const END = '<!-- /values -->';

const folderOf = (name) => join(ROOT, 'charts', name);
/** The lines that begin with `--`, and what follows them. */
function says(comment) {
  const lines = (comment ?? '').split('\n').map((line) => line.trim());
  const at = lines.findLastIndex((line) => line.startsWith('-- '));
  return at === -1 ? null : [lines[at].slice(3), ...lines.slice(at + 1)].join(' ').trim();
}

function* rows(map, path = []) {
  for (const [index, { key, value }] of map.items.entries()) {
    const name = [...path, String(key.value)];
    // The first key's comment belongs to its map, as the parser has it.
    const description = says(key.commentBefore ?? (index === 0 ? map.commentBefore : undefined));
    if (description !== null) yield { name: name.join('.'), value, description };
    else if (isMap(value)) yield* rows(value, name);
    else throw new Error(`${name.join('.')} has no comment that begins with --`);
  }
}

const asText = (value) => (isMap(value) || isSeq(value) || isScalar(value) ? JSON.stringify(value.toJSON()) : '');
const cell = (text) => text.replaceAll('|', '\\|');

function table(name) {
  const document = parseDocument(readFileSync(join(folderOf(name), 'values.yaml'), 'utf8'));
  // What a chart says of `global` belongs to the library's own README, but for the umbrella's.
  const map = name === 'practika-lib' ? document.getIn(['defaults']) : document.contents;
  const lines = [...rows(map)].map(({ name: key, value, description }) => `| \`${key}\` | ${cell(description)} | \`${cell(asText(value))}\` |`);
  return ['| value | what it does | default |', '|---|---|---|', ...lines].join('\n');
}

/** What README.md should be: the text around the table is kept. */
export function readmeOf(name) {
  const path = join(folderOf(name), 'README.md');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : `# ${name}\n\n${BEGIN}\n${END}\n`;
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`charts/${name}/README.md has no place for its table: ${BEGIN} … ${END}`);
  return `${before}${BEGIN}\n\n${table(name)}\n\n${END}${after}`;
}
