import type { Controller } from './consents/consent-record.js';

/** What records say of this installation. */
export class ConsentSettings {
  constructor(
    readonly controller: Controller,
    readonly build: string,
  ) {}
}
