import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthService } from '@practika/http';
import { MediaSettings } from '../media-settings.js';
import { UploaderStore } from './stores.js';

/** Without the store nothing is uploaded or played, but everything can still be read and deleted: degraded, not down. */
@Injectable()
export class StoreHealth implements OnModuleInit {
  constructor(
    @Inject(HealthService) private readonly health: HealthService,
    @Inject(UploaderStore) private readonly store: UploaderStore,
    @Inject(MediaSettings) private readonly settings: MediaSettings,
  ) {}

  onModuleInit(): void {
    this.health.add({
      name: 'store', critical: false,
      check: async () => {
        for await (const _ of this.store.versions(this.settings.buckets.uploads, 'health/', { signal: AbortSignal.timeout(2_000) })) break;
      },
    });
  }
}
