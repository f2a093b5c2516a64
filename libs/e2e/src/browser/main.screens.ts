import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { closeBrowser, type Size, SIZES, type Theme, visitor } from './browser.js';
import { makeSchool } from './school.js';
import { personOf, screens, settled } from './screens.js';
import { platform } from '../platform.config.js';

/** Pictures of every screen into the folder that is named; `only`: screens whose name begins so. */
const [folder = '', only = ''] = process.argv.slice(2);
if (folder === '') throw new Error('name the folder that the pictures go to');
const school = await makeSchool();
if (only === '') rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const wanted = screens(school).filter(({ name }) => name.startsWith(only));
for (const size of Object.keys(SIZES) as Size[]) {
  for (const theme of ['light', 'dark'] satisfies Theme[]) {
    for (const as of ['stranger', 'learner', 'teacher', 'staff', 'admin'] as const) {
      const mine = wanted.filter((screen) => screen.as === as);
      if (mine.length === 0) continue;
      const person = personOf(school, as);
      const { page, close } = await visitor({ size, theme, reducedMotion: true, ...(person === undefined ? {} : { as: person }) });
      for (const screen of mine) {
        const file = join(folder, `${screen.name}.${size}.${theme}`);
        try {
          await page.goto(screen.path);
          await settled(page);
          await screen.then?.(page);
          await page.waitForTimeout(400);
          await page.screenshot({ path: `${file}.png` });
          // A quarter of the bytes of a PNG: these files are in everybody's clone.
          execFileSync(platform.ffmpeg, ['-hide_banner', '-loglevel', 'error', '-y', '-i', `${file}.png`, '-quality', '82', `${file}.webp`]);
          rmSync(`${file}.png`);
          console.log(`${screen.name}.${size}.${theme}`);
        } catch (error) {
          process.exitCode = 1;
          console.error(`${screen.name}.${size}.${theme}: ${String(error).split('\n')[0]}`);
        }
      }
      await close();
    }
  }
}
await closeBrowser();
