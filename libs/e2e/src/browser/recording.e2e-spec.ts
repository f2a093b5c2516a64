import { afterAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@practika/testing';
import type { Page } from 'playwright-core';
import { newPerson, type Person } from '../person.js';
import { closeBrowser, visitor } from './browser.js';

afterAll(closeBrowser);

async function learner(): Promise<Person> {
  const person = await newPerson();
  await person.give('video_processing');
  return person;
}

async function record(page: Page): Promise<void> {
  await page.goto('/exercises/new?source=camera');
  const turnOn = page.getByRole('button', { name: /turn on camera/i });
  const begin = page.getByRole('button', { name: 'Record', exact: true });
  // Where the browser has allowed it before, the camera is on at once.
  await turnOn.or(begin).first().waitFor();
  if (await turnOn.isVisible()) await turnOn.click();
  await begin.click();
  // The countdown is part of it.
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
}

interface Video { readonly id: string; readonly state: string; readonly durationMs: number | null; readonly sha256: string | null }
const videos = async (person: Person) => (await person.must(200, 'GET', '/api/media/v1/assets'))['items'] as Video[];

describe('recording in a browser', () => {
  it('[E7] should keep at least 18 of 20 seconds when the tab dies, and finish the take where it was', async () => {
    const person = await learner();
    const { page, cdp, context, watch, close } = await visitor({ as: person });
    await record(page);
    await page.waitForTimeout(20_000);
    // The process of the page is gone, with all that it had in memory.
    const gone = page.waitForEvent('crash');
    // Nobody is left to answer.
    void cdp.send('Page.crash').catch(() => undefined);
    await gone;
    const again = await context.newPage();
    await again.goto('/videos');
    await again.getByRole('button', { name: /finish sending/i }).click();
    await again.getByText('The take is sent.').waitFor({ timeout: 30_000 });
    const ready = await eventually(async () => (await videos(person)).find(({ state }) => state === 'ready'), 60_000, 500);
    expect(ready.durationMs).toBeGreaterThanOrEqual(18_000);
    expect(ready.durationMs).toBeLessThan(26_000);
    await close();
    watch.check();
  }, 150_000);

  it('[E7] should pause, go on, show the take, throw one away, and make an exercise of the next', async () => {
    const person = await learner();
    const { page, watch, close } = await visitor({ as: person, size: 'phone' });
    await record(page);
    await page.waitForTimeout(2_500);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.waitForTimeout(2_000);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.waitForTimeout(1_500);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Record again', exact: true }).click();
    await page.getByRole('button', { name: 'Throw away', exact: true }).click();
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    await page.waitForTimeout(3_000);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Use this take' }).click();
    await page.getByText('It can be played.').waitFor({ timeout: 60_000 });
    await page.getByLabel('Name', { exact: true }).fill('My bow arm');
    await page.getByRole('button', { name: /create the exercise/i }).click();
    await page.waitForURL(/\/exercises\/[0-9a-f-]{36}$/);
    // The take that was thrown away has left nothing behind.
    await eventually(async () => ((await videos(person)).filter(({ state }) => !['deleted', 'expired', 'deleting'].includes(state)).length === 1 ? true : undefined), 20_000, 500);
    await close();
    watch.check();
  }, 150_000);
});
