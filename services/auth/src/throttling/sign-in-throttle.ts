/** Failures within this many seconds count together. */
export const FAILURE_WINDOW = 15 * 60;
/** So many failures block… */
export const FAILURE_LIMIT = 5;
/** …for so many seconds. */
export const BLOCK_SECONDS = 15 * 60;

/**
 * Counts failed sign-ins to an account from devices that never signed in to it. Known devices are not asked about here,
 * so that nobody can lock an owner out by failing on purpose.
 */
export abstract class SignInThrottle {
  abstract isBlocked(account: string): Promise<boolean>;
  /** Not counted while blocked: who keeps failing must not keep the block up for ever. */
  abstract fail(account: string): Promise<void>;
}
