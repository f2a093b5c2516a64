import { PROBLEMS, type ProblemCode } from './problem-codes.js';

/** `pointer` is a JSON Pointer into the body (`/anchor/startMs`) or, for a query parameter, `?limit`. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

export interface DomainErrorOptions {
  /** Public text: shown to the person. Never put text of a driver or a person's data in it. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Seconds after which a retry makes sense. */
  readonly retryAfter?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the log alone. */
  readonly cause?: unknown;
}

/** What services throw. One filter turns it into a problem document; services never throw HTTP exceptions. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfter: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ProblemCode,
    options: DomainErrorOptions = {},
  ) {
    super(options.detail ?? PROBLEMS[code].title, options.cause === undefined ? undefined : { cause: options.cause });
    this.detail = options.detail;
    this.errors = options.errors;
    this.retryAfter = options.retryAfter;
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** The 422 for one field. */
export function invalid(pointer: string, detail: string): DomainError {
  return new DomainError('validation-failed', { errors: [{ pointer, detail }] });
}

/** The 422 for a header: nothing in the body is to blame, so the list is empty. */
export function invalidHeader(detail: string): DomainError {
  return new DomainError('validation-failed', { detail, errors: [] });
}

/** The 503 for a dependency that is down. */
export function unavailable(what: string, cause?: unknown): DomainError {
  return new DomainError('unavailable', { detail: `${what} cannot be reached at the moment.`, retryAfter: 5, cause });
}
