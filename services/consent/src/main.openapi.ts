import { runMain } from '@practika/config';
import { openApi } from './open-api.js';

await runMain(async () => {
  process.stdout.write(`${JSON.stringify(await openApi(), null, 2)}\n`);
});
