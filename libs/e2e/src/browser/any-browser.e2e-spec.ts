import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newPerson, type Person, signedIn } from '../person.js';
import { closeBrowser, visitor } from './browser.js';

let learner: Person;
let exerciseId = '';

beforeAll(async () => {
  learner = await newPerson();
  const teacher = await signedIn('instructor');
  exerciseId = String((await teacher.must(201, 'POST', '/api/exercises/v1/exercises', { name: `Warm-up ${Date.now()}`, youtubeUrl: 'https://youtu.be/M7lc1UVf-VE' }))['id']);
});
afterAll(closeBrowser);

const google = (urls: readonly string[]) => urls.filter((url) => /google|youtube|ytimg/.test(new URL(url).host));

describe('the app in a browser', () => {
  it('[E10] should request nothing from Google before the viewer agrees, and one frame without cookies after', async () => {
    const { page, watch, close, context } = await visitor({ as: learner });
    // The machine of a test has no Google: its answer is made up, the request is what counts.
    await context.route('https://www.youtube-nocookie.com/**', (route) => route.fulfill({ contentType: 'text/html', body: '<p>player</p>' }));
    await page.goto('/exercises');
    await page.getByRole('link', { name: /warm-up/i }).first().click();
    await page.locator('main h1').waitFor();
    await page.waitForTimeout(1_500);
    expect(google(watch.strangers)).toEqual([]);
    await page.getByRole('button', { name: /this once|play|load/i }).first().click();
    await page.locator('iframe').waitFor();
    expect(google(watch.strangers).every((url) => url.startsWith('https://www.youtube-nocookie.com/embed/M7lc1UVf-VE'))).toBe(true);
    expect(watch.violations).toEqual([]);
    await close();
  }, 60_000);

  it('[E12] should open without network, keep nothing of a person, and say that it is offline', async () => {
    const { page, watch, offline, close } = await visitor({ as: learner });
    await page.goto('/exercises');
    await page.locator('main h1').waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(async () => (await caches.keys()).length > 0);
    const kept = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat());
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.filter((path) => !path.startsWith('/assets/') && path !== '/index')).toEqual([]);
    await offline(true);
    await page.reload();
    await page.getByText(/you are offline|no connection/i).first().waitFor();
    await offline(false);
    await page.getByRole('button', { name: /try again/i }).click();
    await page.getByRole('heading', { name: 'Exercises' }).waitFor();
    await close();
    expect(watch.strangers).toEqual([]);
  }, 60_000);

  it('[E12] should speak the language of the browser, and another one when told, and remember it', async () => {
    const { page, watch, close } = await visitor({ locale: 'de-DE' });
    await page.goto('/sign-in');
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('de');
    await page.getByRole('button', { name: 'Sprache' }).click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await close();
    watch.check();
  }, 60_000);

  it('should lead back to where a person wanted to go, and nowhere else', async () => {
    const { page, watch, close } = await visitor();
    await page.goto(`/exercises/${exerciseId}`);
    await page.waitForURL('**/sign-in?**');
    await page.getByLabel(/e-mail address or user name/i).fill(learner.email);
    await page.getByLabel('Password', { exact: true }).fill(learner.password);
    await page.locator('main form button[type=submit]').click();
    await page.waitForURL(/welcome\/privacy/);
    await page.getByRole('button', { name: /continue/i }).or(page.getByRole('link', { name: /continue/i })).first().click();
    await page.waitForURL(`**/exercises/${exerciseId}`);
    await page.goto('/sign-in?next=https%3A%2F%2Fevil.example%2F');
    expect(new URL(page.url()).origin).not.toBe('https://evil.example');
    await close();
    watch.check();
  }, 60_000);

  it('should show its first screen with at most 180 KB of compressed script', async () => {
    const { page, cdp, close } = await visitor({ as: learner });
    let bytes = 0;
    const types = new Map<string, string>();
    cdp.on('Network.responseReceived', ({ requestId, type }) => void types.set(requestId, type));
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (types.get(requestId) === 'Script') bytes += encodedDataLength; });
    await page.goto('/exercises');
    await page.locator('main h1').waitFor();
    await page.waitForTimeout(500);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(180_000);
    await close();
  }, 60_000);
});
