import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newPerson, type Person, signedIn } from '../person.js';
import { closeBrowser, visitor } from './browser.js';

let learner: Person;
let teacher: Person;
const tag = Date.now().toString(36);

beforeAll(async () => {
  teacher = await signedIn('instructor');
  learner = await newPerson();
  // More than a page holds.
  for (let n = 0; n < 30; n += 1) await teacher.must(201, 'POST', '/api/exercises/v1/exercises', { name: `Étude ${tag} ${String(n).padStart(2, '0')}`, youtubeUrl: 'https://youtu.be/M7lc1UVf-VE' });
}, 60_000);
afterAll(closeBrowser);

describe('the list of exercises', () => {
  it('[E3] should keep search and order in the address, load on to the end, and be there again after back and reload', async () => {
    const { page, watch, close } = await visitor({ as: learner });
    await page.goto('/exercises');
    await page.getByRole('searchbox').fill(`étude ${tag}`);
    await page.waitForURL(/search=/);
    await page.getByLabel('Order').selectOption('name');
    await page.waitForURL(/order=name/);
    const cards = page.getByRole('article');
    await page.getByRole('link', { name: `Étude ${tag} 00` }).waitFor();
    await cards.last().scrollIntoViewIfNeeded();
    await page.getByRole('link', { name: `Étude ${tag} 29` }).waitFor();
    expect(await cards.count()).toBe(30);
    await page.getByRole('link', { name: `Étude ${tag} 00` }).click();
    await page.waitForURL(/exercises\/[0-9a-f-]{36}/);
    await page.goBack();
    await page.getByRole('link', { name: `Étude ${tag} 00` }).waitFor();
    await page.reload();
    await expect(page.getByRole('searchbox').inputValue()).resolves.toBe(`étude ${tag}`);
    await page.getByRole('link', { name: `Étude ${tag} 00` }).waitFor();
    await close();
    watch.check();
  }, 60_000);

  it('[E1] should take back a deletion at once, and bring back what was deleted before', async () => {
    const { page, watch, close } = await visitor({ as: teacher });
    const name = `Étude ${tag} 07`;
    await page.goto(`/exercises?search=${encodeURIComponent(name)}&owner=me`);
    const remove = async () => {
      await page.getByRole('link', { name }).first().click();
      await page.getByRole('link', { name: 'Edit' }).first().click();
      await page.locator('main').getByRole('button', { name: /^delete/i }).click();
      await page.getByRole('dialog').getByRole('button', { name: /^delete/i }).click();
    };
    await remove();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.goto(`/exercises?search=${encodeURIComponent(name)}&owner=me`);
    await remove();
    await page.waitForURL(/\/exercises(?:\?|$)/);
    await page.goto('/exercises?owner=me&deleted=true');
    await page.getByText(name).first().waitFor();
    await page.getByRole('button', { name: /bring .*back/i }).first().click();
    await page.goto(`/exercises?search=${encodeURIComponent(name)}`);
    await page.getByRole('link', { name }).waitFor();
    await close();
    watch.check();
  }, 60_000);

  it('should say how long to wait when the server says so, and go on when it is asked again', async () => {
    const { page, context, close } = await visitor({ as: learner });
    // The limit of a person is 100,000 an hour here: the refusal is made up, and only it.
    await context.route('**/api/exercises/v1/exercises?**', (route) => route.fulfill({ status: 429, contentType: 'application/problem+json', headers: { 'retry-after': '42' }, body: JSON.stringify({ type: '/problems/too-many-requests', title: 'Too many requests', status: 429 }) }));
    await page.goto('/exercises');
    await page.getByText(/wait 42 seconds/i).waitFor();
    await context.unroute('**/api/exercises/v1/exercises?**');
    await page.getByRole('button', { name: /try again/i }).click();
    await page.getByRole('article').first().waitFor();
    await close();
  }, 60_000);
});
