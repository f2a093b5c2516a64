import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Site } from './site.js';

const FILES: Readonly<Record<string, string>> = {
  'index.html': '<h1>app</h1>', 'index.html.br': 'small', '404.html': '<h1>nothing</h1>', 'robots.txt': 'User-agent: *', 'service-worker.js': '1', 'manifest.webmanifest': '{}',
  'assets/index-AbC123_-.js': 'x', 'assets/index-AbC123_-.js.gz': 'g', 'assets/figtree-1.woff2': 'f', '.vite/manifest.json': '{"secret":1}',
};
let folder = '';
let site: Site;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  site = Site.load(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the list of files', () => {
  it('should answer the address of any screen with the one page, to be asked for again', () => {
    for (const path of ['/', '/exercises', '/exercises/0190f6c2-7d1a-7000-8000-000000000000', '/account/security', '/verify-email', '/admin/users/']) {
      expect([path, site.find(path)?.body.toString(), site.find(path)?.cacheControl]).toEqual([path, '<h1>app</h1>', 'no-cache']);
    }
  });

  it('should have assets kept for ever, and everything else asked for again', () => {
    expect(site.find('/assets/index-AbC123_-.js')).toMatchObject({ type: 'text/javascript; charset=utf-8', cacheControl: 'public, max-age=31536000, immutable' });
    expect(site.find('/assets/figtree-1.woff2')?.type).toBe('font/woff2');
    for (const path of ['/robots.txt', '/service-worker.js', '/manifest.webmanifest']) expect([path, site.find(path)?.cacheControl]).toEqual([path, 'no-cache']);
  });

  it('should take the small forms that the build left, and give them no address of their own', () => {
    expect([site.find('/')?.brotli?.toString(), site.find('/')?.gzip, site.find('/assets/index-AbC123_-.js')?.gzip?.toString()]).toEqual(['small', null, 'g']);
    expect([site.find('/index.html.br'), site.find('/assets/index-AbC123_-.js.gz')]).toEqual([null, null]);
  });

  it('should know nothing outside of itself, nor what belongs to another port', () => {
    for (const path of [
      '/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '//etc/passwd', '/assets/../index.html', '/assets/', '/assets/nothing', '/index.html', '/404.html', '/.vite/manifest.json', '/.vite',
      '\\..\\package.json', '/assets/index-00000000.js', '/app.js', '/metrics', '/readyz', '/livez', '/startupz',
    ]) expect([path, site.find(path)]).toEqual([path, null]);
  });

  it('should not begin without its pages, or with a file of which nobody knows what it is', () => {
    const other = mkdtempSync(join(tmpdir(), 'site-'));
    try {
      writeFileSync(join(other, '404.html'), '');
      expect(() => Site.load(other)).toThrow('index.html');
      writeFileSync(join(other, 'index.html'), '');
      writeFileSync(join(other, 'thing.exe'), '');
      expect(() => Site.load(other)).toThrow('/thing.exe');
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });
});
