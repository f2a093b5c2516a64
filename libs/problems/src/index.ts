export { DomainError, invalid, invalidHeader, unavailable, type DomainErrorOptions, type FieldError } from './domain-error.js';
export { isOutage } from './outage.js';
export { PROBLEMS, type ProblemCode } from './problem-codes.js';
export { PROBLEM_CONTENT_TYPE, toProblemDocument, type ProblemDocument } from './problem-document.js';
