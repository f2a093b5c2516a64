import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { mailTo, newPerson, Person } from './person.js';
import { platform } from './platform.config.js';

const page = async (path: string): Promise<{ answer: Response; html: string }> => {
  const answer = await fetch(platform.origin + path);
  return { answer, html: await answer.text() };
};
const linkIn = (mail: string): URL => new URL(/https?:\/\/\S+/.exec(mail)?.[0] ?? '');
/** Where a page's form sends, and what it asks for. */
const formOf = (html: string): { send: string; fields: string[] } => {
  const form = /<form id="act" data-send="([^"]*)".*?<\/form>/s.exec(html);
  return { send: form?.[1] ?? '', fields: [...(form?.[0] ?? '').matchAll(/<input id="[^"]*" name="([^"]*)"/g)].map((field) => field[1] ?? '') };
};

describe('the web app, at the origin of everything', () => {
  it('should come with all that its pages name, and nothing from anywhere else', async () => {
    const { answer, html } = await page('/');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    for (const [, url] of html.matchAll(/(?:src|href)="(\/assets\/[^"]*)"/g)) {
      const asset = await fetch(platform.origin + url);
      expect([url, asset.status, asset.headers.get('cache-control')]).toEqual([url, 200, 'public, max-age=31536000, immutable']);
      await asset.arrayBuffer();
    }
    expect((await page('/no-such-page')).answer.status).toBe(404);
  });

  it('[A1] should have a page behind the link of each mail, whose form the API takes', async () => {
    const person = new Person();
    const tag = randomBytes(5).toString('hex');
    const email = `w${tag}@example.org`;
    await person.must(202, 'POST', '/api/auth/v1/sign-up', { email, username: `w${tag}`, password: `correct horse ${tag}`, displayName: 'W' });
    const verify = linkIn(await mailTo(email, /verify-email/));
    expect(verify.origin).toBe(platform.origin);
    const confirming = formOf((await page(verify.pathname + verify.search)).html);
    expect(confirming).toEqual({ send: '/api/auth/v1/verify-email', fields: [] });
    await person.must(204, 'POST', confirming.send, { token: verify.searchParams.get('token') });

    await person.must(202, 'POST', '/api/auth/v1/password/forgot', { email });
    const reset = linkIn(await mailTo(email, /reset-password/));
    const choosing = formOf((await page(reset.pathname + reset.search)).html);
    expect(choosing.fields).toEqual(['password']);
    await person.must(204, 'POST', choosing.send, { token: reset.searchParams.get('token'), password: `another horse ${tag}` });
    expect((await person.signIn(email, `another horse ${tag}`)).status).toBe(201);
  });

  it('should send what an invitation asks for', async () => {
    const staff = new Person();
    Object.assign(staff, platform.accounts.admin);
    await staff.signIn();
    const email = `i${randomBytes(5).toString('hex')}@example.org`;
    await staff.must(201, 'POST', '/api/auth/v1/invitations', { email, role: 'instructor' });
    const link = linkIn(await mailTo(email, /accept-invitation/));
    const { send, fields } = formOf((await page(link.pathname + link.search)).html);
    expect(fields).toEqual(['username', 'password']);
    const username = `i${randomBytes(5).toString('hex')}`;
    await new Person().must(201, 'POST', send, { token: link.searchParams.get('token'), username, password: `correct horse ${username}` });
  });

  it('should leave an open session alone', async () => {
    const person = await newPerson();
    expect((await person.get('/')).status).toBe(200);
    expect((await person.get('/api/auth/v1/me')).status).toBe(200);
  });
});
