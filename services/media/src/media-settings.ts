import type { Buckets, Quota } from './media.config.js';

/** What the API's parts need of the configuration, as a DI token. */
export class MediaSettings {
  constructor(
    readonly buckets: Buckets,
    readonly quota: Quota,
  ) {}
}
