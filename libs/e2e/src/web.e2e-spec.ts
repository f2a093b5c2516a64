import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { mailTo, Person } from './person.js';
import { platform } from './platform.config.js';

const linkIn = (mail: string): URL => new URL(/https?:\/\/\S+/.exec(mail)?.[0] ?? '');

describe('the web app, at the origin of everything', () => {
  it('should come with all that its page names, small, and nothing from anywhere else', async () => {
    const answer = await fetch(platform.origin);
    const html = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect([...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, url]) => url).filter((url) => !/^\/(?!\/)/.test(url ?? ''))).toEqual([]);
    expect(html).not.toMatch(/<style|\sstyle=|<script(?![^>]*\bsrc=)/);
    for (const [, url] of html.matchAll(/(?:src|href)="(\/assets\/[^"]*)"/g)) {
      const asset = await fetch(platform.origin + url, { headers: { 'accept-encoding': 'br' } });
      expect([url, asset.status, asset.headers.get('cache-control')]).toEqual([url, 200, 'public, max-age=31536000, immutable']);
      // The smallest grow by it, and are sent as they are.
      if ((await asset.arrayBuffer()).byteLength > 1_000) expect([url, asset.headers.get('content-encoding')]).toEqual([url, 'br']);
    }
    expect((await fetch(`${platform.origin}/no-such-file.js`)).status).toBe(404);
  });

  it('[A1] should have a screen behind the link of each mail, at the address of this origin', async () => {
    const person = new Person();
    const tag = randomBytes(5).toString('hex');
    const email = `w${tag}@example.org`;
    await person.must(202, 'POST', '/api/auth/v1/sign-up', { email, username: `w${tag}`, password: `correct horse ${tag}`, displayName: 'W' });
    const verify = linkIn(await mailTo(email, /verify-email/));
    await person.must(204, 'POST', '/api/auth/v1/verify-email', { token: verify.searchParams.get('token') });
    await person.must(202, 'POST', '/api/auth/v1/password/forgot', { email });
    const reset = linkIn(await mailTo(email, /reset-password/));
    for (const link of [verify, reset]) expect([link.origin, (await fetch(link)).status]).toEqual([platform.origin, 200]);
  });
});
