import type { ServiceName } from './catalogue.js';

/** How a service takes part in events. A class, so that it is its own DI token. */
export class EventsOptions {
  constructor(
    readonly service: ServiceName,
    readonly redisUrl: string,
    /** Keeps the marks of two databases of one service apart, as in tests. */
    readonly markSuffix = '',
  ) {}
}
