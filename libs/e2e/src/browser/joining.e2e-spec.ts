import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { mailTo, Person } from '../person.js';
import { closeBrowser, visitor } from './browser.js';

afterAll(closeBrowser);

const linkIn = (mail: string): string => /https?:\/\/\S+/.exec(mail)?.[0] ?? '';

describe('a person who is new here', () => {
  it('[A1] should get from the front page to the exercises: sign up, mail, verify, sign in, privacy choices that are all off', async () => {
    const { page, watch, close } = await visitor({ size: 'phone' });
    const tag = randomBytes(5).toString('hex');
    const email = `n${tag}@example.org`;
    const password = `quiet harbour ${tag}`;
    await page.goto('/');
    await page.locator('main').getByRole('link', { name: /create|sign up|start/i }).first().click();
    await page.getByLabel(/e-mail/i).fill(email);
    await page.getByLabel(/user name/i).fill(`n${tag}`);
    const field = page.getByLabel('Password', { exact: true });
    await field.fill('12345678');
    await page.locator('main form button[type=submit]').click();
    // The rules are said at the field, and what was typed stays.
    await expect(page.getByLabel(/user name/i).inputValue()).resolves.toBe(`n${tag}`);
    expect(new URL(page.url()).pathname).toBe('/sign-up');
    await field.fill(password);
    await page.locator('main form button[type=submit]').click();
    await page.getByText(email).first().waitFor();

    await page.goto(linkIn(await mailTo(email, /verify-email/)));
    await page.locator('main').getByRole('button', { name: /confirm/i }).first().click();
    await page.locator('main').getByRole('link', { name: /sign in/i }).first().click();
    await page.getByLabel(/e-mail|user name/i).first().fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.locator('main form button[type=submit]').click();

    await page.waitForURL('**/welcome/privacy**');
    const person = new Person();
    await person.signIn(email, password);
    const consents = async () => ((await person.must(200, 'GET', '/api/consent/v1/consents'))['items'] as { purpose: string; state: string }[]);
    expect(new Set((await consents()).map(({ state }) => state))).toEqual(new Set(['never']));
    await page.getByRole('group', { name: /processing of your videos/i }).getByRole('button', { name: /^allow/i }).click();
    await page.locator('main').getByRole('button', { name: /continue|go on|done/i }).or(page.locator('main').getByRole('link', { name: /continue|go on|done/i })).first().click();
    await page.waitForURL('**/exercises');
    expect((await consents()).filter(({ state }) => state === 'given').map(({ purpose }) => purpose)).toEqual(['video_processing']);
    await close();
    watch.check();
  }, 90_000);

  it('[A4] should get back in who forgot the password, by the mail, and only with a password that the rules allow', async () => {
    const { page, watch, close } = await visitor();
    const tag = randomBytes(5).toString('hex');
    const email = `f${tag}@example.org`;
    const person = new Person();
    await person.must(202, 'POST', '/api/auth/v1/sign-up', { email, username: `f${tag}`, password: `quiet harbour ${tag}`, displayName: 'Forgetful' });
    await person.must(204, 'POST', '/api/auth/v1/verify-email', { token: /token=([^\s&]+)/.exec(await mailTo(email, /verify-email/))?.[1] });
    await page.goto('/sign-in');
    await page.getByRole('link', { name: /forgot/i }).click();
    await page.getByRole('heading', { name: /forgot/i }).waitFor();
    await page.getByLabel(/e-mail/i).fill(email);
    await page.locator('main form button[type=submit]').click();
    await page.goto(linkIn(await mailTo(email, /reset-password/)));
    await page.getByLabel(/new password/i).first().fill('password1234');
    await page.locator('main form button[type=submit]').click();
    await page.locator('main').getByText(/too common/i).first().waitFor();
    await page.getByLabel(/new password/i).first().fill(`louder harbour ${tag}`);
    await page.locator('main form button[type=submit]').click();
    await page.locator('main').getByRole('link', { name: /sign in/i }).first().waitFor();
    expect((await person.signIn(email, `louder harbour ${tag}`)).status).toBe(201);
    await close();
    watch.check();
  }, 60_000);
});
