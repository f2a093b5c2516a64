import { randomBytes } from 'node:crypto';
import { eventually } from '@practika/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { mailTo, newPerson, type Person, signedIn } from '../person.js';
import { platform } from '../platform.config.js';
import { box, EICAR, mp4 } from '../videos.js';
import { closeBrowser, visitor } from './browser.js';

let staff: Person;
let admin: Person;
let learner: Person;

beforeAll(async () => {
  [staff, admin, learner] = await Promise.all([signedIn('staff'), signedIn('admin'), newPerson()]);
  await learner.give('video_processing');
}, 60_000);
afterAll(closeBrowser);

const card = (page: Page, name: string) => page.locator('section', { has: page.getByRole('heading', { name }) });

describe('the administration', () => {
  it('[A10] should change a role after saying what it means and asking for the password, and hold an older page back', async () => {
    const { page, watch, close } = await visitor({ as: admin });
    let asked = false;
    // As if the sign-in were older than five minutes.
    await page.route('**/api/auth/v1/users/*', (route) => {
      if (route.request().method() !== 'PATCH' || asked) return route.continue();
      asked = true;
      return route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify({ type: '/problems/step-up-required', title: 'Password needed', status: 403 }) });
    });
    await page.goto(`/admin/users?search=${learner.username}`);
    await page.locator('main li a').first().click();
    await page.getByLabel('Role', { exact: true }).selectOption('instructor');
    await page.getByRole('button', { name: 'Change…' }).click();
    await page.getByRole('dialog').getByText('All their sessions end.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByLabel('Password').fill(platform.accounts.admin.password);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('is changed.').first().waitFor();
    expect(await admin.must(200, 'GET', `/api/auth/v1/users/${learner.id}`)).toMatchObject({ role: 'instructor', status: 'active' });
    expect((await learner.get('/api/auth/v1/me')).status).toBe(401);

    await admin.must(200, 'PATCH', `/api/auth/v1/users/${learner.id}`, { role: 'student' });
    await page.getByRole('radio', { name: 'Blocked' }).check();
    await page.getByRole('button', { name: 'Change…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Block', exact: true }).click();
    await page.getByText('Somebody changed this account meanwhile').waitFor();
    // Only what was chosen stays chosen.
    expect([await page.getByLabel('Role', { exact: true }).inputValue(), await page.getByRole('radio', { name: 'Blocked' }).isChecked()]).toEqual(['student', true]);
    expect(await admin.must(200, 'GET', `/api/auth/v1/users/${learner.id}`)).toMatchObject({ status: 'active' });
    await learner.signIn(learner.email);
    await close();
    watch.check();
  }, 90_000);

  it('should let staff invite whom they may, and say at the field what is wrong', async () => {
    const { page, watch, close } = await visitor({ as: staff, size: 'phone' });
    const email = `i${randomBytes(5).toString('hex')}@example.org`;
    await page.goto('/admin/invitations');
    await page.getByRole('radio', { name: 'Learner' }).waitFor();
    expect(await page.getByRole('radio').count()).toBe(2);
    await page.getByLabel('E-mail address').fill(learner.email);
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByText('has an account already').waitFor();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('radio', { name: 'Teacher' }).check();
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByText(`${email} is invited as a teacher`).waitFor();
    expect(await mailTo(email, /accept-invitation/)).toContain('instructor');
    await close();
    watch.check();
  }, 60_000);

  it('should release from quarantine with two people and their reasons, and show nobody the file', async () => {
    const filename = `take ${randomBytes(4).toString('hex')}.mp4`;
    const asset = await learner.upload(Buffer.concat([mp4(1), box('free', EICAR)]), { filename });
    expect((await learner.settled(asset.id)).state).toBe('quarantined');

    const first = await visitor({ as: staff });
    await first.page.goto('/admin/quarantine');
    await card(first.page, filename).getByText('The virus scanner found something harmful').first().waitFor();
    await card(first.page, filename).getByRole('button', { name: 'Release…' }).click();
    await first.page.getByRole('button', { name: 'Approve the release' }).click();
    await first.page.getByText('Write in a few words why.').waitFor();
    await first.page.getByLabel('Why').fill('A false alarm.');
    await first.page.getByRole('button', { name: 'Approve the release' }).click();
    await card(first.page, filename).getByText('One more person is needed').waitFor();
    expect(await card(first.page, filename).getByRole('button', { name: 'Release…' }).count()).toBe(0);
    expect((await learner.asset(asset.id)).state).toBe('quarantined');

    const second = await visitor({ as: admin });
    await second.page.goto('/admin/quarantine');
    await card(second.page, filename).getByRole('button', { name: 'Release…' }).click();
    await second.page.getByLabel('Why').fill('I think so too.');
    await second.page.getByRole('button', { name: 'Approve the release' }).click();
    await second.page.getByText(`${filename} is released`).waitFor();
    // It is scanned again, found again, and comes back; then one person is enough.
    await eventually(async () => (await learner.asset(asset.id)).history.filter(({ state }) => state === 'quarantined').length === 2 || undefined, 30_000, 200);
    await second.page.reload();
    await card(second.page, filename).getByRole('button', { name: 'Reject…' }).click();
    await second.page.getByLabel('Why').fill('The scanner found it again.');
    await second.page.getByRole('button', { name: 'Reject the file' }).click();
    await second.page.getByText(`${filename} is rejected.`).waitFor();
    expect((await learner.asset(asset.id)).state).toBe('rejected');
    for (const { watch, close } of [first, second]) {
      await close();
      watch.check();
      expect(watch.requests.filter(({ url }) => /\/api\/.*\/(?:playback|poster)$/.test(url) || new URL(url).origin !== platform.origin)).toEqual([]);
    }
  }, 120_000);

  it('should keep learners out, in words', async () => {
    const { page, watch, close } = await visitor({ as: learner });
    await page.goto('/admin/users');
    await page.getByText('This part is for staff').waitFor();
    await close();
    watch.check();
  }, 60_000);
});
