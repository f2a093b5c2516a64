import { DomainError, type FieldError } from './domain-error.js';
import { PROBLEMS } from './problem-codes.js';

/** RFC 9457 problem details; `instance` is the request's id. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly FieldError[];
}

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

export function toProblemDocument(error: DomainError, requestId: string): ProblemDocument {
  const { status, title } = PROBLEMS[error.code];
  const errors = error.errors ?? (status === 422 ? [] : undefined);
  return {
    type: `/problems/${error.code}`,
    title,
    status,
    detail: error.detail ?? `${title}.`,
    instance: requestId,
    ...(errors === undefined ? {} : { errors }),
  };
}
