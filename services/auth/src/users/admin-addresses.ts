import { Injectable } from '@nestjs/common';
import { addressIn, type RequestInput } from '@practika/http';
import { DomainError } from '@practika/problems';
import { AuthSettings } from '../auth-settings.js';

/** Where administrative changes may come from. The address is the one behind trusted proxies: a header of the client's own does not count. */
@Injectable()
export class AdminAddresses {
  constructor(private readonly settings: AuthSettings) {}

  /** @throws address-not-allowed */
  refuseOthers(input: RequestInput): void {
    const allowed = this.settings.adminAllowedAddresses;
    if (allowed !== null && !addressIn(input.address, allowed)) throw new DomainError('address-not-allowed');
  }
}
