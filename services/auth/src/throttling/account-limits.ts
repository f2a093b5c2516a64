import { Injectable } from '@nestjs/common';
import { RateLimiter, type RateLimitPolicy } from '@practika/http';
import { credentialHash } from '@practika/identity';
import { DomainError } from '@practika/problems';
import { AuthSettings } from '../auth-settings.js';
import { emailKey } from '../accounts/email-address.js';

const HOUR = 3_600;
const DAY = 86_400;

type MailReason = 'sign-up' | 'resend' | 'forgot';

/** Mails that strangers can cause to one address. The reason for a small number is the owner of the mailbox. */
const MAILS: Readonly<Record<MailReason, readonly RateLimitPolicy[]>> = {
  'sign-up': [{ name: 'mail-sign-up-hour', points: 5, seconds: HOUR }, { name: 'mail-sign-up-day', points: 20, seconds: DAY }],
  'resend': [{ name: 'mail-resend-hour', points: 3, seconds: HOUR }, { name: 'mail-resend-day', points: 10, seconds: DAY }],
  'forgot': [{ name: 'mail-forgot-hour', points: 5, seconds: HOUR }, { name: 'mail-forgot-day', points: 20, seconds: DAY }],
};

/** Wrong passwords of somebody who has a session already: a borrowed session must not become a way to guess. */
const CONFIRMATION: RateLimitPolicy = { name: 'password-confirmation', points: 10, seconds: 15 * 60 };
/** Wrong passwords from a device that is known: not blocked by others' failures, but not free to guess either. */
const DEVICE: RateLimitPolicy = { name: 'sign-in-device', points: 20, seconds: 15 * 60 };

@Injectable()
export class AccountLimits {
  /** Failed sign-ins from one network: a classroom that mistypes is far below, a guesser is not. */
  private readonly network: RateLimitPolicy;

  constructor(
    private readonly limiter: RateLimiter,
    settings: AuthSettings,
  ) {
    this.network = { name: 'sign-in-network', points: 100 * settings.addressLimitFactor, seconds: 15 * 60 };
  }

  /** Takes one mail to an address; false when it must not go out. Counts addresses alike whether known or not. */
  async takeMail(reason: MailReason, email: string): Promise<boolean> {
    const key = credentialHash(emailKey(email));
    const states = await Promise.all(MAILS[reason].map((policy) => this.limiter.consume(policy, key)));
    return states.every((state) => state.allowed);
  }

  /** @throws too-many-requests */
  async refuseGuessingNetwork(ipPrefix: string): Promise<void> {
    refuse(await this.limiter.peek(this.network, ipPrefix));
  }

  async networkFailed(ipPrefix: string): Promise<void> {
    await this.limiter.consume(this.network, ipPrefix);
  }

  async mayDeviceTry(deviceHash: string): Promise<boolean> {
    return (await this.limiter.peek(DEVICE, deviceHash)).allowed;
  }

  async deviceFailed(deviceHash: string): Promise<void> {
    await this.limiter.consume(DEVICE, deviceHash);
  }

  /** @throws too-many-requests */
  async refuseGuessing(userId: string): Promise<void> {
    refuse(await this.limiter.peek(CONFIRMATION, userId));
  }

  async confirmationFailed(userId: string): Promise<void> {
    await this.limiter.consume(CONFIRMATION, userId);
  }
}

function refuse(state: { readonly allowed: boolean; readonly resetSeconds: number }): void {
  if (!state.allowed) throw new DomainError('too-many-requests', { retryAfter: Math.max(1, state.resetSeconds) });
}
