import type { OnApplicationBootstrap } from '@nestjs/common';
import { logger } from '@practika/observability';
import { removeAbandonedFolders } from './work-folder.js';

const log = logger('work-folder');

/** At the start of a process: what an earlier one left behind when it was killed. */
export class TidyUpService implements OnApplicationBootstrap {
  constructor(private readonly workRoot: string) {}

  async onApplicationBootstrap(): Promise<void> {
    const removed = await removeAbandonedFolders(this.workRoot);
    if (removed > 0) log.info({ removed }, 'removed abandoned work folders');
  }
}
