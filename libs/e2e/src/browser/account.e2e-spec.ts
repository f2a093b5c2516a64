import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@practika/testing';
import { newPerson, Person } from '../person.js';
import { mp4 } from '../videos.js';
import { closeBrowser, visitor } from './browser.js';

afterAll(closeBrowser);

describe('one\'s own account', () => {
  it('should end a session elsewhere at once, and all the others with a new password', async () => {
    const person = await newPerson();
    const elsewhere = new Person();
    await elsewhere.signIn(person.email, person.password);
    const { page, watch, close } = await visitor({ as: person });
    await page.goto('/account/security');
    await page.getByRole('button', { name: /^end the session of/i }).first().click();
    await eventually(async () => ((await elsewhere.get('/api/auth/v1/me')).status === 401 ? true : undefined), 5_000);
    await elsewhere.signIn(person.email, person.password);
    const password = `louder harbour ${person.username}x`;
    await page.getByLabel('Current password', { exact: true }).fill('not this one');
    await page.getByLabel('New password', { exact: true }).fill('a whole new sentence');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('The password is wrong.').waitFor();
    // What was typed is still there.
    await expect(page.getByLabel('New password', { exact: true }).inputValue()).resolves.toBe('a whole new sentence');
    await page.getByLabel('Current password', { exact: true }).fill(person.password);
    await page.getByLabel('New password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText(/your password is changed/i).first().waitFor();
    expect((await elsewhere.get('/api/auth/v1/me')).status).toBe(401);
    await page.reload();
    await page.getByRole('heading', { name: 'Password and sessions' }).waitFor();
    await page.goto('/account/activity');
    await page.getByText('Password changed').first().waitFor();
    await close();
    watch.check();
  }, 60_000);

  it('should make an API token that does what was ticked, show it once, and refuse it when it is revoked', async () => {
    const person = await newPerson();
    const { page, watch, close } = await visitor({ as: person, size: 'phone' });
    await page.goto('/account/tokens');
    await page.getByRole('button', { name: 'New token' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Nightly script');
    await page.getByRole('button', { name: 'Create the token' }).click();
    await page.getByText('Choose at least one thing that it may do.').waitFor();
    await page.getByLabel('Read exercises and answers').check();
    await page.getByRole('button', { name: 'Create the token' }).click();
    const secret = await page.getByLabel('Token', { exact: true }).inputValue();
    expect(secret).toMatch(/^prk_[0-9A-Za-z]{46}$/);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    const script = new Person();
    script.bearer = secret;
    expect([(await script.get('/api/exercises/v1/exercises')).status, (await script.get('/api/media/v1/assets')).status]).toEqual([200, 403]);
    await page.reload();
    await page.getByText('Nightly script').first().waitFor();
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('button', { name: 'Revoke the token Nightly script' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
    await eventually(async () => ((await script.get('/api/exercises/v1/exercises')).status === 401 ? true : undefined), 5_000);
    await close();
    watch.check();
  }, 60_000);

  it('[C1] should withdraw a consent as easily as it was given, say what that does, do it, and give a receipt that holds', async () => {
    const person = await newPerson();
    const { page, watch, close } = await visitor({ as: person });
    await page.goto('/account/privacy');
    const purpose = page.getByRole('group', { name: /processing of your videos/i });
    await purpose.getByRole('button', { name: /^allow/i }).click();
    await purpose.getByText('allowed', { exact: true }).waitFor();
    const asset = await person.upload(mp4(1));
    await person.until(asset.id, 'ready', 60_000);
    await purpose.getByRole('button', { name: /^don’t allow/i }).click();
    await page.getByRole('dialog').getByText('Other people can no longer play your videos', { exact: false }).first().waitFor();
    await page.getByRole('dialog').getByRole('button').last().click();
    await purpose.getByText('not allowed', { exact: true }).waitFor();
    expect((await person.asset(asset.id)).state).toBe('consent_hold');
    await page.getByRole('button', { name: /^check the signature/i }).first().click();
    await page.getByText(/signature is valid/i).first().waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^download the receipt/i }).first().click()]);
    expect(await readFile(await download.path(), 'utf8')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\s*$/);
    await close();
    watch.check();
  }, 90_000);

  it('should change a name, and hold back what another page changed meanwhile without losing what was typed', async () => {
    const person = await newPerson();
    const { page, watch, close } = await visitor({ as: person });
    await page.goto('/account');
    const name = page.getByLabel('Your name', { exact: true });
    await name.fill('Typed here');
    await person.must(200, 'PATCH', '/api/auth/v1/me', { displayName: 'Changed there' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/now it says: changed there/i).waitFor();
    await expect(name.inputValue()).resolves.toBe('Typed here');
    await page.getByRole('button', { name: 'Save what I typed' }).click();
    await eventually(async () => ((await person.must(200, 'GET', '/api/auth/v1/me'))['displayName'] === 'Typed here' ? true : undefined), 5_000);
    await close();
    watch.check();
  }, 60_000);
});
