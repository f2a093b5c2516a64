import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = new Set(['.html', '.css', '.js', '.svg', '.txt', '.webmanifest']);

const LAYERS = '@layer tokens, base, components;';

/** Layers rank by where they are first named, and a bundler puts the sheets of small parts before that of the whole: their names come first. */
export const layersFirst = (): Plugin => ({
  name: 'practika-layers-first',
  apply: 'build',
  enforce: 'post',
  generateBundle(_options, bundle) {
    const sheets = Object.values(bundle).filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
    if (sheets.length !== 1) this.error(`layers keep their order in one sheet, and there are ${sheets.length}`);
    for (const sheet of sheets) if (sheet.type === 'asset') sheet.source = LAYERS + (typeof sheet.source === 'string' ? sheet.source : new TextDecoder().decode(sheet.source));
  },
});

/**
 * Writes the service worker: what it keeps for a day without network is the files of this build, by name. Its version is
 * the digest of those names and of the page, so that another build is another worker, and the same build the same one to
 * the byte.
 */
export const serviceWorker = (): Plugin => ({
  name: 'practika-service-worker',
  apply: 'build',
  enforce: 'post',
  generateBundle(_options, bundle) {
    const files = Object.keys(bundle).filter((name) => name.startsWith('assets/')).map((name) => `/${name}`).toSorted();
    const page = bundle['index.html'];
    if (page?.type !== 'asset' || files.length === 0) return this.error('the service worker is written after the page and the assets that it keeps');
    const version = createHash('sha256').update(files.join('\n')).update(page.source).digest('hex').slice(0, 16);
    const source = readFileSync(new URL('app/service-worker.js', import.meta.url), 'utf8');
    this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: source.replace(`'__VERSION__'`, JSON.stringify(version)).replace('__FILES__', JSON.stringify(files)) });
  },
});

/** Whose work is in the files that everybody is sent, with the words that must go with it. */
export const LICENSES = '.vite/licenses.json';
interface Licensed { readonly name: string; readonly version: string; readonly identifier: string | null; readonly text?: string }

/** Finishes the folder: licences to read, and a Brotli and a gzip form beside each text file that gets smaller by it: the best there is, since it is done once. */
export const finished = (folder: string): Plugin => ({
  name: 'practika-finished',
  apply: 'build',
  writeBundle: {
    order: 'post', sequential: true,
    handler() {
      const licensed = JSON.parse(readFileSync(join(folder, LICENSES), 'utf8')) as Licensed[];
      writeFileSync(join(folder, 'licenses.txt'), licensed.map(({ name, version, identifier, text }) => `${name} ${version} (${identifier ?? 'see below'})\n\n${text?.trim() ?? ''}\n`).join(`\n${'-'.repeat(80)}\n\n`));
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        if (!entry.isFile() || !TEXT.has(extname(file))) continue;
        const body = readFileSync(file);
        const forms = { br: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }), gz: gzipSync(body, { level: 9 }) };
        for (const [ending, smaller] of Object.entries(forms)) if (smaller.length < body.length) writeFileSync(`${file}.${ending}`, smaller);
      }
    },
  },
});
