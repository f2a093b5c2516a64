/**
 * The one table of error codes. A code is the last part of a problem's `type` (`/problems/<code>`): clients match on it,
 * so a code is never renamed. `title` is public text.
 */
export const PROBLEMS = {
  // who asks and what they may
  'unauthenticated': { status: 401, title: 'Sign in first' },
  'sign-in-failed': { status: 401, title: 'Sign-in failed' },
  'csrf-failed': { status: 403, title: 'The request did not come from this site' },
  'forbidden': { status: 403, title: 'Not allowed' },
  'insufficient-scope': { status: 403, title: 'The token does not cover this' },
  'address-not-allowed': { status: 403, title: 'Not allowed from this address' },
  'step-up-required': { status: 403, title: 'Confirm your password first' },
  'wrong-password': { status: 403, title: 'The password is wrong' },
  'account-leaving': { status: 403, title: 'The account is being erased' },
  'consent-required': { status: 403, title: 'Consent is needed' },
  'second-person-required': { status: 403, title: 'A second person has to decide' },
  // the request itself
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'bad-request': { status: 400, title: 'The request cannot be read' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'gone': { status: 410, title: 'No longer available' },
  'precondition-failed': { status: 412, title: 'It has changed meanwhile' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'upload-too-large': { status: 413, title: 'The video is too large' },
  'unsupported-media-type': { status: 415, title: 'This type is not supported' },
  'validation-failed': { status: 422, title: 'Some values are not valid' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key was used with another body' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  // state
  'in-progress': { status: 409, title: 'The same request is still running' },
  'username-taken': { status: 409, title: 'The user name is taken' },
  'last-admin': { status: 409, title: 'The last administrator stays' },
  'quota-exceeded': { status: 409, title: 'The quota is full' },
  'parts-mismatch': { status: 409, title: 'The parts do not match the upload' },
  'upload-closed': { status: 409, title: 'The upload is closed' },
  'asset-in-use': { status: 409, title: 'The video is in use' },
  'asset-not-ready': { status: 409, title: 'The video is not ready' },
  'asset-refused': { status: 409, title: 'The video was refused' },
  'name-taken': { status: 409, title: 'The name is taken' },
  'nothing-to-play': { status: 409, title: 'There is nothing to play' },
  'notice-outdated': { status: 409, title: 'The notice has a newer version' },
  'conflict': { status: 409, title: 'It is not in a state for this' },
  // us
  'unavailable': { status: 503, title: 'Not available at the moment' },
  'internal': { status: 500, title: 'Something went wrong' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;
