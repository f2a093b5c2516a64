import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Site } from './site.js';

const PUBLIC = fileURLToPath(new URL('../../public', import.meta.url));
const site = Site.load(PUBLIC);
const pages = readdirSync(PUBLIC).filter((name) => name.endsWith('.html'));
const html = (name: string): string => readFileSync(`${PUBLIC}/${name}`, 'utf8');
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

describe('the pages', () => {
  it('should be there for every link that is mailed', () => {
    for (const path of ['/', '/verify-email', '/reset-password', '/accept-invitation']) expect([path, site.find(path)?.type]).toEqual([path, 'text/html; charset=utf-8']);
  });

  it.each(pages)('should have neither scripts nor styles within, nor anything from elsewhere: %s', (name) => {
    const text = html(name);
    expect(text).not.toMatch(/<script(?![^>]*\bsrc="\/assets\/)[^>]*>/);
    expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
    expect(all(text, /(?:src|href|action)="([^"]*)"/g).filter((url) => !/^\/(?!\/)/.test(url))).toEqual([]);
  });

  it.each(pages)('should lead only to what is there: %s', (name) => {
    const served = site.find(name === 'index.html' ? '/' : name === '404.html' ? '' : `/${name.replace('.html', '')}`) ?? site.notFound;
    for (const url of all(served.body.toString(), /(?:src|href)="([^"]*)"/g)) expect([url, site.find(url) !== null]).toEqual([url, true]);
  });

  it.each(pages)('should be read and filled in by anybody: language, width, one heading, a label for every field, words for what is wrong: %s', (name) => {
    const text = html(name);
    expect(text).toMatch(/<html lang="en">/);
    expect(text).toMatch(/width=device-width/);
    expect(all(text, /<(h1)[ >]/g)).toHaveLength(1);
    expect(text).toMatch(/<main>/);
    const ids = all(text, /\sid="([^"]*)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    for (const field of all(text, /<input id="([^"]*)"/g)) {
      expect(text).toContain(`<label for="${field}">`);
      expect(ids).toContain(`${field}-wrong`);
    }
    for (const described of all(text, /aria-describedby="([^"]*)"/g).flatMap((list) => list.split(' '))) expect(ids).toContain(described);
    for (const image of all(text, /<img([^>]*)>/g)) expect(image).toMatch(/alt="/);
    if (text.includes('<form')) expect(text).toMatch(/<noscript>/);
  });
});

describe('the list of files', () => {
  it('should give assets the digest of what is in them and keep them for ever, and have pages asked for again', () => {
    const [asset] = all(site.find('/')?.body.toString() ?? '', /href="(\/assets\/practika\.[0-9a-f]{12}\.css)"/g);
    expect(asset).toBeDefined();
    expect(site.find(asset ?? '')?.cacheControl).toBe('public, max-age=31536000, immutable');
    expect(site.find('/')?.cacheControl).toBe('no-cache');
    expect(site.find('/assets/practika.css')).toBeNull();
  });

  it('should answer the name that another release gave an asset with the one of this release, not to be kept', () => {
    expect(site.find('/assets/practika.000000000000.css')).toMatchObject({ type: 'text/css; charset=utf-8', cacheControl: 'no-cache' });
    expect(site.find('/assets/nothing.000000000000.css')).toBeNull();
  });

  it('should know nothing outside of itself', () => {
    for (const path of ['/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '//etc/passwd', '/assets/../index.html', '/assets/', '/index.html', '/verify-email.html', '/404', '/__proto__', '/constructor', '\\..\\package.json', '/assets/practika.000000000000.js']) {
      expect([path, site.find(path)]).toEqual([path, null]);
    }
  });
});
