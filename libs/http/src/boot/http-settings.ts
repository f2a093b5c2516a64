import type { HttpConfig } from '../http-config.js';

/** The HTTP configuration as a DI token. */
export class HttpSettings {
  constructor(
    readonly service: string,
    readonly version: string,
    readonly config: HttpConfig,
  ) {}
}
