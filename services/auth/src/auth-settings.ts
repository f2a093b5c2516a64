/** Settings of this service's own, as a DI token. */
export abstract class AuthSettings {
  abstract readonly publicOrigin: string;
  abstract readonly secureCookies: boolean;
  /** CIDR ranges for administrative changes; null allows every address (never in production). */
  abstract readonly adminAllowedAddresses: readonly string[] | null;
  /** Multiplies limits by address, not those by account: 1 in production. */
  abstract readonly addressLimitFactor: number;
}
