import { DomainError, type FieldError } from '@practika/problems';
import type { z } from 'zod';
import { unsafeStrings } from './text-safety.js';

const escape = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');
const pointerOf = (path: readonly PropertyKey[]): string => path.map((part) => `/${escape(part)}`).join('');

function describe(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), detail: 'is not a known field' }));
  if (issue.code === 'invalid_type' && issue.input === undefined) return [{ pointer: pointerOf(issue.path), detail: 'is required' }];
  return [{ pointer: pointerOf(issue.path), detail: issue.message }];
}

/** @throws the 422 with a pointer per field */
export function validateBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const unsafe = unsafeStrings(body);
  if (unsafe.length > 0) throw new DomainError('validation-failed', { errors: unsafe });
  const result = schema.safeParse(body, { reportInput: true });
  if (result.success) return result.data;
  throw new DomainError('validation-failed', { errors: result.error.issues.flatMap(describe) });
}

/** Unknown parameters are ignored. A parameter given twice is a bad value. @throws the 422 with `?name` pointers */
export function validateQuery<T>(schema: z.ZodType<T>, query: Readonly<Record<string, unknown>>): T {
  const unsafe: FieldError[] = [];
  for (const name of Object.keys(query)) {
    for (const { detail } of unsafeStrings(query[name])) unsafe.push({ pointer: `?${name}`, detail });
  }
  const result = unsafe.length > 0 ? null : schema.safeParse(query, { reportInput: true });
  if (result?.success === true) return result.data;
  const errors = unsafe.length > 0 ? unsafe : (result?.error.issues ?? []).map((issue) => ({ pointer: `?${String(issue.path[0] ?? '')}`, detail: describe(issue)[0]?.detail ?? 'is not valid' }));
  throw new DomainError('validation-failed', { errors });
}
