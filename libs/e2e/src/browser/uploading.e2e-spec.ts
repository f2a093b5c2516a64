import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '@practika/testing';
import { newPerson, type Person, sha256 } from '../person.js';
import { make, mp4 } from '../videos.js';
import { closeBrowser, visitor, type Visitor } from './browser.js';

/** Bytes in a second: slow enough to cut in between. */
const LINE = 6_000_000;
const PART = 8 * 1024 * 1024;
let folder = '';
let large = '';
let largeSha = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'practika-uploads-'));
  large = join(folder, 'rehearsal.mp4');
  // Noise, which no encoder makes small: just under the 100 MiB that a video may have.
  const bytes = make('mp4', ['-f', 'lavfi', '-i', 'nullsrc=s=640x360:r=25:d=8,geq=random(1)*255:128:128', '-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '100M', '-minrate', '100M', '-maxrate', '100M', '-bufsize', '50M', '-pix_fmt', 'yuv420p', '-fs', '100M']);
  writeFileSync(large, bytes);
  largeSha = sha256(bytes);
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await closeBrowser();
});

/** Counts, in the page, the bytes of parts that were under way when they were cut off, and those of parts that arrived. */
async function countBytes(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counted = { lost: 0, arrived: 0 };
    Object.assign(window, { counted });
    window.XMLHttpRequest = class extends XMLHttpRequest {
      override send(body?: XMLHttpRequestBodyInit | null): void {
        let sent = 0;
        this.upload.addEventListener('progress', (event) => { sent = event.loaded; });
        this.addEventListener('loadend', () => {
          if (!(body instanceof Blob)) return;
          if (this.status === 200) counted.arrived += body.size;
          else counted.lost += sent;
        });
        super.send(body);
      }
    };
  });
}
const counted = (page: Page) => page.evaluate(() => (window as unknown as { counted: { lost: number; arrived: number } }).counted);

async function slow({ cdp }: Visitor): Promise<void> {
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 5, downloadThroughput: 50_000_000, uploadThroughput: LINE });
}

const teacher = async (): Promise<Person> => {
  const person = await newPerson();
  await person.give('video_processing');
  return person;
};

async function percent(page: Page, least: number): Promise<void> {
  await page.waitForFunction((wanted) => [...document.querySelectorAll('progress')].some((bar) => bar.max > 0 && bar.value / bar.max >= wanted), least / 100, { timeout: 60_000, polling: 50 });
}

describe('uploading in a browser', () => {
  it('[M1] should bring 100 MB over a line that is cut twice, send less than a part again, and have it played', async () => {
    const person = await teacher();
    const visit = await visitor({ as: person });
    const { page, watch, offline } = visit;
    await countBytes(page);
    await page.goto('/exercises/new?source=file');
    await slow(visit);
    await page.locator('input[type=file]').setInputFiles(large);
    const lost: number[] = [];
    for (const at of [25, 60]) {
      await percent(page, at);
      const before = (await counted(page)).lost;
      await offline(true);
      await page.getByText(/no connection/i).first().waitFor();
      await page.waitForTimeout(1_500);
      lost.push((await counted(page)).lost - before);
      await offline(false);
      await slow(visit);
    }
    await page.getByLabel('Name', { exact: true }).fill(`Cut twice ${Date.now()}`);
    await page.getByRole('button', { name: /create the exercise/i }).click();
    await page.waitForURL(/\/exercises\/[0-9a-f-]{36}$/);
    await page.locator('video[data-shown="true"]').waitFor({ timeout: 90_000 });
    // What was under way at a cut has to be sent again; what had arrived is not.
    expect(lost.map((bytes) => [bytes, bytes > 0 && bytes < PART])).toEqual(lost.map(() => [expect.any(Number), true]));
    expect((await counted(page)).arrived).toBe(statSync(large).size);
    const [asset] = (await person.must(200, 'GET', '/api/media/v1/assets'))['items'] as { sha256: string; state: string }[];
    expect(asset).toMatchObject({ sha256: largeSha, state: 'ready' });
    await page.locator('video[data-shown="true"]').evaluate(async (video: HTMLVideoElement) => {
      video.muted = true;
      await video.play();
    });
    await page.waitForFunction(() => (document.querySelector<HTMLVideoElement>('video[data-shown="true"]')?.currentTime ?? 0) > 0.5);

    // And a video answer is pinned to a moment of it.
    await page.getByRole('button', { name: /answer with video/i }).click();
    const panel = page.getByRole('region', { name: 'Answer with video' });
    await panel.getByRole('button', { name: 'File', exact: true }).click();
    await panel.locator('input[type=file]').setInputFiles({ name: 'answer.mp4', mimeType: 'video/mp4', buffer: mp4(2) });
    await page.getByText(/it goes with your comment/i).waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const exerciseId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const answer = await eventually(async () => ((await person.must(200, 'GET', `/api/exercises/v1/exercises/${exerciseId}/comments`))['items'] as { video: { state: string } | null; anchor: { startMs: number } | null }[]).find(({ video }) => video?.state === 'ready'), 60_000, 500);
    expect(answer.anchor?.startMs).toBeGreaterThan(400);
    await visit.close();
    watch.check();
  }, 240_000);

  it('[M1] should go on by itself after the page was loaded again, without the parts that had arrived', async () => {
    const person = await teacher();
    const visit = await visitor({ as: person });
    const { page, watch } = visit;
    await page.goto('/exercises/new?source=file');
    await slow(visit);
    await page.locator('input[type=file]').setInputFiles(large);
    await percent(page, 40);
    page.once('dialog', (dialog) => void dialog.accept());
    const before = watch.requests.filter((request) => request.method === 'PUT').length;
    await page.reload();
    await slow(visit);
    await percent(page, 60);
    await page.getByText(/check 4|is checked|being prepared|can be played|scanned/i).first().waitFor({ timeout: 60_000 });
    const parts = watch.requests.filter((request) => request.method === 'PUT').map((request) => new URL(request.url).searchParams.get('partNumber'));
    // One part was under way at the reload; every other went once.
    expect(before).toBeGreaterThan(2);
    expect(parts.length - new Set(parts).size).toBeLessThanOrEqual(2);
    await visit.close();
    watch.check();
  }, 180_000);

  it('[M2] should say why a file cannot be taken before it sends a byte, and ask for the consent where it is needed', async () => {
    const person = await newPerson();
    const { page, watch, close } = await visitor({ as: person, size: 'phone' });
    await page.goto('/exercises/new?source=file');
    const input = page.locator('input[type=file]');
    await input.setInputFiles({ name: 'notes.pdf', mimeType: 'application/pdf', buffer: Buffer.from('x') });
    await page.getByRole('alert').getByText(/notes\.pdf is no video/i).waitFor();
    await input.setInputFiles({ name: 'nothing.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(0) });
    await page.getByRole('alert').getByText(/is empty/i).waitFor();
    await input.setInputFiles({ name: 'take.mp4', mimeType: 'video/mp4', buffer: mp4(2) });
    await page.getByRole('button', { name: /allow and go on/i }).click();
    await page.getByText('It can be played.').waitFor({ timeout: 60_000 });
    await close();
    watch.check();
  }, 90_000);
});
