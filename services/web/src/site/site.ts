import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8', '.png': 'image/png', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json',
};
/** What the build leaves beside a file, smaller. */
const COMPRESSED = { brotli: '.br', gzip: '.gz' } as const;
const ASSETS = '/assets/';
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';
/** A file's name has a dot; the address of a screen never has one. */
const SCREEN = /^(?:\/[^/.\\%]*)+$/;
/** Questions of operators, which belong to another port: here there is nothing under these names. */
const NOT_HERE = new Set(['/metrics', '/livez', '/readyz', '/startupz']);

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

/**
 * Everything that is served, read once: what a request names is looked up in this list and never in the file system, so
 * that no path can lead out of it. The build gives assets the digest of their content as part of their names: they are
 * kept for ever. Each address of a screen is answered with the one page that draws it.
 */
export class Site {
  private constructor(private readonly files: ReadonlyMap<string, SiteFile>, private readonly page: SiteFile, readonly notFound: SiteFile) {}

  static load(folder: string): Site {
    const files = new Map<string, SiteFile>();
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')}`;
      const derived = Object.values(COMPRESSED).some((ending) => path.endsWith(ending));
      // Dot folders are the build's notes to itself.
      if (entry.isFile() && !derived && !path.includes('/.')) files.set(path, read(folder, path));
    }
    const page = files.get('/index.html');
    const notFound = files.get('/404.html');
    if (page === undefined || notFound === undefined) throw new Error('a site needs index.html and 404.html: build the web app first');
    files.delete('/index.html');
    files.delete('/404.html');
    return new Site(files, page, notFound);
  }

  /** @param path as it came, without query; null: there is no such thing */
  find(path: string): SiteFile | null {
    return this.files.get(path) ?? (SCREEN.test(path) && !path.startsWith(ASSETS) && !path.startsWith('//') && !NOT_HERE.has(path) ? this.page : null);
  }
}

function read(folder: string, path: string): SiteFile {
  const type = TYPES[extname(path)];
  if (type === undefined) throw new Error(`nobody knows what type ${path} is of`);
  const file = join(folder, path);
  const body = readFileSync(file);
  const smaller = (ending: string) => (existsSync(file + ending) ? readFileSync(file + ending) : null);
  const asset = path.startsWith(ASSETS);
  return {
    name: asset ? ASSETS : path === '/index.html' ? '/' : path, type, etag: `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`, cacheControl: asset ? FOR_EVER : ASK_AGAIN,
    body, brotli: smaller(COMPRESSED.brotli), gzip: smaller(COMPRESSED.gzip),
  };
}
