import { Injectable } from '@nestjs/common';
import { AccountLimits } from './account-limits.js';
import { SignInThrottle } from './sign-in-throttle.js';

export interface SignInAttempt {
  isBlocked(): Promise<boolean>;
  failed(): Promise<void>;
}

/**
 * All limits on guessing passwords. A device that signed in to this account before is counted by itself: strangers'
 * failures, from whatever network, do not touch it.
 */
@Injectable()
export class SignInGate {
  constructor(
    private readonly throttle: SignInThrottle,
    private readonly limits: AccountLimits,
  ) {}

  /**
   * @param deviceHash of a device that is known to the account, else null
   * @throws too-many-requests for a network that guesses, whatever the account
   */
  async open(of: { readonly account: string; readonly deviceHash: string | null; readonly ipPrefix: string }): Promise<SignInAttempt> {
    const { account, deviceHash, ipPrefix } = of;
    if (deviceHash !== null && (await this.limits.mayDeviceTry(deviceHash))) {
      return { isBlocked: async () => !(await this.limits.mayDeviceTry(deviceHash)), failed: () => this.limits.deviceFailed(deviceHash) };
    }
    await this.limits.refuseGuessingNetwork(ipPrefix);
    return {
      isBlocked: () => this.throttle.isBlocked(account),
      failed: async () => {
        await this.throttle.fail(account);
        await this.limits.networkFailed(ipPrefix);
      },
    };
  }
}
