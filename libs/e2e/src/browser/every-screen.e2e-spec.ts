import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { closeBrowser, type Theme, visitor } from './browser.js';
import { makeSchool, type School } from './school.js';
import { personOf, type Screen, screens, settled } from './screens.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const PEOPLE = ['stranger', 'learner', 'teacher', 'staff', 'admin'] as const;
let school: School;

beforeAll(async () => { school = await makeSchool(); }, 180_000);
afterAll(closeBrowser);

/** Serious and critical findings, each with its first place. Run beside the page's policy, which forbids it to load scripts. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (tags) => {
    const axe = (window as unknown as { axe: { run: (root: Document, options: object) => Promise<{ violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] }> } }).axe;
    return (await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })).violations;
  }, RULES);
  // Marks on a timeline lie where their moments are, over each other if need be; each has its like in the list of comments (WCAG 2.5.8, "Equivalent").
  const excused = (id: string, html: string) => id === 'target-size' && /^<button[^>]*\sdata-kind=/.test(html);
  return violations.map((found) => ({ ...found, nodes: found.nodes.filter(({ html }) => !excused(found.id, html)) })).filter(({ nodes }) => nodes.length > 0).filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} – ${nodes[0]?.failureSummary.replaceAll(/\s+/g, ' ').slice(0, 200)}`);
}

async function each(theme: Theme, look: (screen: Screen, page: Page) => Promise<string[]>, size: 'desktop' | 'phone' = 'desktop'): Promise<string[]> {
  const wrong: string[] = [];
  for (const as of PEOPLE) {
    const person = personOf(school, as);
    const { page, watch, close } = await visitor({ theme, size, reducedMotion: true, ...(person === undefined ? {} : { as: person }) });
    for (const screen of screens(school).filter((one) => one.as === as)) {
      try {
        await page.goto(screen.path);
        await settled(page);
        wrong.push(...(await look(screen, page)).map((text) => `${screen.name}: ${text}`));
      } catch (error) {
        wrong.push(`${screen.name}: ${String(error).split('\n')[0]}`);
      }
    }
    await close();
    watch.check();
  }
  return wrong;
}

describe('every screen', () => {
  it.each(['light', 'dark'] as const)('[E12] should have nothing that a person with a disability stumbles over, %s', async (theme) => {
    expect(await each(theme, (_screen, page) => findings(page))).toEqual([]);
  }, 240_000);

  it('[E12] should fit 320 pixels without a second scroll bar, and let itself be zoomed', async () => {
    expect(await each('light', async (_screen, page) => {
      await page.setViewportSize({ width: 320, height: 640 });
      const { width, viewport } = await page.evaluate(() => ({ width: document.documentElement.scrollWidth, viewport: document.querySelector('meta[name=viewport]')?.getAttribute('content') ?? '' }));
      return [...(width > 320 ? [`is ${width} px wide`] : []), ...(/user-scalable\s*=\s*no|maximum-scale/.test(viewport) ? ['forbids zoom'] : [])];
    }, 'phone')).toEqual([]);
  }, 180_000);

  it('should come back by a reload and by the back button, with a title and one heading', async () => {
    const titles = new Map<string, string>();
    expect(await each('light', async (screen, page) => {
      const before = { url: page.url(), heading: await page.locator('main h1').allTextContents(), title: await page.title() };
      titles.set(screen.name, before.title);
      await page.goto('/verify-email');
      await page.goBack();
      await settled(page);
      const after = { url: page.url(), heading: await page.locator('main h1').allTextContents(), title: await page.title() };
      return [...(JSON.stringify(before) === JSON.stringify(after) ? [] : [`${JSON.stringify(before)} became ${JSON.stringify(after)}`]), ...(before.heading.length === 1 ? [] : [`has ${before.heading.length} main headings`])];
    })).toEqual([]);
    expect([...titles].filter(([, title]) => title === 'Practika' || title === '')).toEqual([]);
  }, 180_000);

  it('should have a row in the list of screens for every route of the app', async () => {
    const source = readFileSync(new URL('../../../../services/web/app/router.tsx', import.meta.url), 'utf8');
    const routes = [...source.matchAll(/\.\.\.(open|inside|accountPage|adminPage)\('([^']*)'\)/g)].map(([, parent, path]) => `${{ accountPage: '/account', adminPage: '/admin' }[parent ?? ''] ?? ''}${path}`.replace(/(?<=.)\/$/, ''));
    const patterns = routes.filter((route) => route !== '/admin').map((route) => new RegExp(`^${route.replaceAll(/\$\w+/g, '[^/]+')}$`));
    const paths = screens(school).map(({ path }) => path.split('?')[0] ?? '');
    expect(patterns.length).toBeGreaterThan(20);
    expect(patterns.filter((pattern) => !paths.some((path) => pattern.test(path))).map(String)).toEqual([]);
  });
});
