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

/** Loaded when somebody chooses a password, which takes a network anyway: too heavy to be kept by every browser. */
const NOT_KEPT = 'common-passwords.list';

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
    const kept = Object.values(bundle).filter((file) => file.fileName.startsWith('assets/') && !(file.type === 'chunk' && file.name === NOT_KEPT));
    const files = kept.map(({ fileName }) => `/${fileName}`).toSorted();
    const page = bundle['index.html'];
    if (page?.type !== 'asset' || files.length === 0) return this.error('the service worker is written after the page and the assets that it keeps');
    const version = createHash('sha256').update(files.join('\n')).update(page.source).digest('hex').slice(0, 16);
    const source = readFileSync(new URL('app/service-worker.js', import.meta.url), 'utf8');
    this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: source.replace(`'__VERSION__'`, JSON.stringify(version)).replace('__FILES__', JSON.stringify(files)) });
  },
});

/** Whose work is in the files that everybody is sent, with the words that must go with it. */
export const LICENSES = '.vite/licenses.json';
/** What our own sources must say of the work of others in them: a comment at their head that is kept. Packages are read by the bundler. */
const NOTICE = /^\/\*![^]*?\*\//;
export const noticesOf = (modules: readonly string[]): readonly string[] =>
  modules.filter((name) => /^\/.*\.tsx?$/.test(name) && !name.includes('/node_modules/')).flatMap((name) => NOTICE.exec(readFileSync(name, 'utf8')) ?? []);

interface Licensed { readonly name: string; readonly version: string; readonly identifier: string | null; readonly text?: string }

/** Finishes the folder: licences to read, and a Brotli and a gzip form beside each text file that gets smaller by it: the best there is, since it is done once. */
export const finished = (): Plugin => ({
  name: 'practika-finished',
  apply: 'build',
  writeBundle: {
    order: 'post', sequential: true,
    handler({ dir: folder }, bundle) {
      if (folder === undefined) return this.error('there is no folder to finish');
      const notices = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? noticesOf(file.moduleIds) : []));
      const licensed = JSON.parse(readFileSync(join(folder, LICENSES), 'utf8')) as Licensed[];
      const texts = [...licensed.map(({ name, version, identifier, text }) => `${name} ${version} (${identifier ?? 'see below'})\n\n${text?.trim() ?? ''}\n`), ...notices.map((notice) => `${notice.replaceAll(/^(?:\/\*!| \*\/| \* ?)/gm, '').trim()}\n`)];
      writeFileSync(join(folder, 'licenses.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
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
