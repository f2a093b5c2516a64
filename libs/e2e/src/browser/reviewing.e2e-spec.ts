import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@practika/testing';
import { newPerson, type Person } from '../person.js';
import { platform } from '../platform.config.js';
import { make, mp4 } from '../videos.js';
import { closeBrowser, visitor } from './browser.js';

let teacher: Person;
let learner: Person;
let exerciseId = '';
/** A long answer beside a long exercise. */
let answerId = '';
let long = '';

/** A player has a second element, in which the next signed address waits. */
const SHOWN = 'video[data-shown="true"]';
/** Milliseconds. */
const FRAME = 40;
const film = (seconds: number) => make('mp4', ['-f', 'lavfi', '-i', `testsrc=size=320x180:rate=25:duration=${seconds}`, '-f', 'lavfi', '-i', `sine=frequency=330:duration=${seconds}`, '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest']);

async function ready(person: Person, bytes: Buffer): Promise<string> {
  const asset = await person.upload(bytes);
  return (await person.until(asset.id, 'ready', 60_000)).id;
}
const exercise = async (assetId: string) => String((await teacher.must(201, 'POST', '/api/exercises/v1/exercises', { name: `Exercise ${assetId.slice(-12)}`, assetId, visibility: 'private' }))['id']);

beforeAll(async () => {
  teacher = await newPerson();
  learner = teacher;
  await teacher.give('video_processing');
  exerciseId = await exercise(await ready(teacher, mp4(8)));
  long = await exercise(await ready(teacher, film(75)));
  answerId = String((await teacher.must(201, 'POST', `/api/exercises/v1/exercises/${long}/comments`, { text: 'answer', assetId: await ready(teacher, film(75)), anchor: { startMs: 0 } }))['id']);
}, 180_000);
afterAll(closeBrowser);

describe('reviewing in a browser', () => {
  it('[E4] [E12] should be done by keyboard alone: play, stop at a moment, comment, go back to it, reply, edit, delete', async () => {
    const { page, watch, close } = await visitor({ as: teacher });
    const { keyboard } = page;
    await page.goto(`/exercises/${exerciseId}`);
    await page.locator(SHOWN).waitFor();
    await page.waitForFunction(() => (document.querySelector<HTMLVideoElement>('video[data-shown="true"]')?.readyState ?? 0) >= 2);
    await keyboard.press('k');
    await page.waitForFunction(() => (document.querySelector<HTMLVideoElement>('video[data-shown="true"]')?.currentTime ?? 0) > 0.4);
    await keyboard.press('k');
    await keyboard.press('5');
    await page.waitForFunction(() => document.querySelector<HTMLVideoElement>('video[data-shown="true"]')?.paused === true && Math.abs(document.querySelector<HTMLVideoElement>('video[data-shown="true"]')!.currentTime - 4) < 0.3);
    await keyboard.press('t');
    await keyboard.type('The elbow, here');
    await keyboard.press('Control+Enter');
    await page.getByText('The elbow, here').first().waitFor();
    // It is seen before the server has answered.
    const said = await eventually(async () => ((await teacher.must(200, 'GET', `/api/exercises/v1/exercises/${exerciseId}/comments`))['items'] as { text: string; anchor: { startMs: number } }[])[0]);
    expect(said).toMatchObject({ text: 'The elbow, here' });
    expect(Math.abs((said?.anchor.startMs ?? 0) - 4_000)).toBeLessThan(300);
    // The moment is a button that is reached by Tab.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await keyboard.press('0');
    for (let n = 0; n < 60; n += 1) {
      await keyboard.press('Tab');
      if (await page.evaluate(() => /^go to 0:0[34]/i.test(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''))) break;
    }
    expect(await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)).not.toBe('none');
    await keyboard.press('Enter');
    await page.waitForFunction(() => Math.abs((document.querySelector<HTMLVideoElement>('video[data-shown="true"]')?.currentTime ?? 0) - 4) < 0.5);
    await keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await close();
    watch.check();
  }, 90_000);

  it('[E11] should show a comment in another browser as it comes, at its moment', async () => {
    const shown = await exercise(await ready(teacher, mp4(5)));
    const here = await visitor({ as: teacher });
    const there = await visitor({ as: learner, size: 'phone' });
    for (const { page } of [here, there]) {
      await page.goto(`/exercises/${shown}`);
      await page.locator(SHOWN).waitFor();
    }
    await here.page.getByRole('textbox', { name: /write a comment/i }).fill('Seen from far away');
    const sent = Date.now();
    await here.page.keyboard.press('Control+Enter');
    await there.page.getByText('Seen from far away').first().waitFor({ timeout: 10_000 });
    expect(Date.now() - sent).toBeLessThan(5_000);
    for (const one of [here, there]) {
      await one.close();
      one.watch.check();
    }
  }, 90_000);

  it('[E4] should keep what was typed through a reload and through the end of the session', async () => {
    const person = await newPerson();
    await person.give('video_processing');
    const mine = String((await person.must(201, 'POST', '/api/exercises/v1/exercises', { name: 'A draft', youtubeUrl: 'https://youtu.be/M7lc1UVf-VE', visibility: 'private' }))['id']);
    const { page, context, close } = await visitor({ as: person });
    await page.goto(`/exercises/${mine}`);
    const box = page.getByRole('textbox', { name: /write a comment/i });
    await box.fill('Half a thought');
    await page.waitForTimeout(700);
    await page.reload();
    await expect(box.inputValue()).resolves.toBe('Half a thought');
    await context.clearCookies();
    // Two minutes later the tab is looked at again, and asks who is here.
    await page.clock.setFixedTime(Date.now() + 120_000);
    const asked = page.waitForResponse('**/api/auth/v1/me');
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    expect((await asked).status()).toBe(401);
    await page.getByRole('link', { name: /sign in again/i }).waitFor();
    await expect(box.inputValue()).resolves.toBe('Half a thought');
    await page.keyboard.press('Tab');
    await box.press('Control+Enter');
    await page.getByRole('link', { name: /sign in again/i }).click();
    await page.getByLabel(/e-mail address or user name/i).fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.locator('main form button[type=submit]').click();
    await page.waitForURL(`**/exercises/${mine}**`);
    await expect(box.inputValue()).resolves.toBe('Half a thought');
    // Who signs out leaves nothing on a machine that others use.
    await page.getByRole('button', { name: 'Your menu' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL((url) => url.pathname === '/');
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft')))).toEqual([]);
    await close();
  }, 90_000);

  it('[M11] should fetch the next signed address before the first one ends, play on without a stall, and recover once from a refusal', async () => {
    const { page, context, cdp, watch, close } = await visitor({ as: teacher });
    // A line that is a little faster than the video: what has arrived does not reach to the end.
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 5, downloadThroughput: 60_000, uploadThroughput: 1_000_000 });
    let granted = 0;
    await context.route('**/exercises/*/playback', async (route) => {
      granted += 1;
      const answer = await route.fetch();
      // The address is as good as ever; only its end is told to be near.
      await route.fulfill({ response: answer, json: { ...await answer.json() as object, expiresAt: new Date(Date.now() + 65_000).toISOString() } });
    });
    let refused = 0;
    await context.route(`${new URL(platform.file.s3.publicEndpoint).origin}/**`, (route) => {
      refused += 1;
      return refused === 1 ? route.fulfill({ status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }) : route.continue();
    });
    await page.goto(`/exercises/${long}`);
    await page.waitForFunction((shown) => (document.querySelector<HTMLVideoElement>(shown)?.readyState ?? 0) >= 2, SHOWN);
    const afterRefusal = granted;
    await page.keyboard.press('k');
    await page.waitForFunction((shown) => (document.querySelector<HTMLVideoElement>(shown)?.currentTime ?? 0) > 1, SHOWN);
    const from = await page.evaluate((shown) => ({ at: performance.now(), media: document.querySelector<HTMLVideoElement>(shown)?.currentTime ?? 0 }), SHOWN);
    await page.waitForTimeout(14_000);
    const played = await page.evaluate(({ shown, at, media }) => ((document.querySelector<HTMLVideoElement>(shown)?.currentTime ?? 0) - media) / ((performance.now() - at) / 1_000), { shown: SHOWN, ...from });
    expect({ afterRefusal, renewed: granted > afterRefusal }).toEqual({ afterRefusal: 2, renewed: true });
    expect(played).toBeGreaterThan(0.97);
    await close();
    watch.check();
  }, 90_000);

  it('[E6] should keep exercise and answer together, less than a frame apart over a minute', async () => {
    const { page, watch, close } = await visitor({ as: teacher });
    await page.goto(`/exercises/${long}/compare/${answerId}`);
    await page.waitForFunction(() => [...document.querySelectorAll<HTMLVideoElement>('video[data-shown="true"]')].filter((video) => video.readyState >= 3).length === 2);
    await page.evaluate(() => {
      const frames: { at: number; media: number }[][] = [[], []];
      Object.assign(window, { frames });
      [...document.querySelectorAll<HTMLVideoElement>('video[data-shown="true"]')].slice(0, 2).forEach((video, index) => {
        const seen = (_now: number, { expectedDisplayTime, mediaTime }: VideoFrameCallbackMetadata) => {
          frames[index]?.push({ at: expectedDisplayTime, media: mediaTime * 1_000 });
          video.requestVideoFrameCallback(seen);
        };
        video.requestVideoFrameCallback(seen);
      });
    });
    await page.getByTitle('Play both', { exact: true }).click();
    await page.waitForTimeout(62_000);
    const frames = await page.evaluate(() => (window as unknown as { frames: { at: number; media: number }[][] }).frames);
    const [first = [], second = []] = frames;
    expect(Math.min(first.length, second.length)).toBeGreaterThan(200);
    // How far apart they were, for each frame of one against the nearest of the other.
    let other = 0;
    const apart = first.map(({ at, media }) => {
      while (other + 1 < second.length && Math.abs((second[other + 1]?.at ?? 0) - at) <= Math.abs((second[other]?.at ?? 0) - at)) other += 1;
      return { at, ms: media - (second[other]?.media ?? 0) - (at - (second[other]?.at ?? 0)) };
    });
    const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
    const start = apart[0]?.at ?? 0;
    const early = median(apart.filter(({ at }) => at - start > 2_000 && at - start < 12_000).map(({ ms }) => ms));
    const late = median(apart.filter(({ at }) => at - start > 50_000).map(({ ms }) => ms));
    expect({ early: Math.abs(early) < FRAME, late: Math.abs(late) < FRAME, drift: Math.abs(late - early) < FRAME, measured: [early, late] }).toMatchObject({ early: true, late: true, drift: true });
    await close();
    watch.check();
  }, 150_000);
});
