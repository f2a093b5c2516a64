import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8', '.png': 'image/png', '.webmanifest': 'application/manifest+json',
};
const TEXT = new Set(['.html', '.css', '.js', '.svg', '.txt', '.webmanifest']);
const ASSETS = '/assets/';
/** `/assets/practika.css` as it is written in pages; `/assets/practika.0123456789ab.css` as it is served. */
const WRITTEN = /\/assets\/([\w-]+)(\.[a-z]+)(?=["'`)\s])/g;
const SERVED = /^\/assets\/([\w-]+)\.[0-9a-f]{12}(\.[a-z]+)$/;

export interface SiteFile {
  /** What stands for it in metrics. */
  readonly name: string;
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
  readonly body: Buffer;
  readonly gzip: Buffer | null;
  readonly brotli: Buffer | null;
}

const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

/**
 * Everything that is served, read once: what a request names is looked up in this list and never in the file system, so
 * that no path can lead out of it. Assets get the digest of their content into their name and are kept for ever.
 */
export class Site {
  private readonly files = new Map<string, SiteFile>();
  private readonly assets = new Map<string, { readonly url: string; readonly file: SiteFile }>();

  private constructor(private readonly folder: string) {}

  static load(folder: string): Site {
    const site = new Site(folder);
    for (const name of readdirSync(join(folder, 'assets'))) site.asset(name, []);
    for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isFile()) site.page(entry.name);
    if (!site.files.has('/') || !site.files.has('/404')) throw new Error('a site needs index.html and 404.html');
    return site;
  }

  /** @param path as it came, without query; null: there is no such thing */
  find(path: string): SiteFile | null {
    const found = this.files.get(path);
    if (found !== undefined) return path === '/404' ? null : found;
    // Another release's name for it: while a release goes out, its page may ask a process of the one before.
    const [, name, extension] = SERVED.exec(path) ?? [];
    const current = name === undefined ? undefined : this.assets.get(`${name}${extension}`);
    return current === undefined ? null : { ...current.file, cacheControl: ASK_AGAIN };
  }

  get notFound(): SiteFile {
    return this.files.get('/404') as SiteFile;
  }

  private page(name: string): void {
    const path = name === 'index.html' ? '/' : `/${name.endsWith('.html') ? name.slice(0, -'.html'.length) : name}`;
    this.files.set(path, this.file(name, path, ASK_AGAIN, []));
  }

  /** @param within assets that name this one, to find a circle */
  private asset(name: string, within: readonly string[]): string {
    const known = this.assets.get(name);
    if (known !== undefined) return known.url;
    if (within.includes(name)) throw new Error(`assets name each other in a circle: ${[...within, name].join(' → ')}`);
    const file = this.file(join('assets', name), ASSETS, FOR_EVER, [...within, name]);
    const extension = extname(name);
    const url = `${ASSETS}${name.slice(0, -extension.length)}.${file.etag.slice(1, 13)}${extension}`;
    this.assets.set(name, { url, file });
    this.files.set(url, file);
    return url;
  }

  private file(path: string, name: string, cacheControl: string, within: readonly string[]): SiteFile {
    const extension = extname(path);
    const type = TYPES[extension];
    if (type === undefined) throw new Error(`nobody knows what type ${path} is of`);
    const raw = readFileSync(join(this.folder, path));
    const text = TEXT.has(extension);
    const body = text ? Buffer.from(raw.toString('utf8').replace(WRITTEN, (_all, stem: string, end: string) => this.asset(`${stem}${end}`, within))) : raw;
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
    return { name, type, etag, cacheControl, body, gzip: text ? gzipSync(body) : null, brotli: text ? brotliCompressSync(body) : null };
  }
}
