import { createParamDecorator, type ExecutionContext, SetMetadata, applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { Permission, Principal } from '@practika/identity';
import { PROBLEMS, type ProblemCode } from '@practika/problems';
import { z } from 'zod';
import { IdempotencyInterceptor } from '../request/idempotency.interceptor.js';
import type { PractikaRequest } from '../request/practika-request.js';
import type { RequestInput } from '../request/request-input.js';
import { schemaOf } from '../openapi/json-schema.js';

export const ACCESS = 'practika:access';
export const STEP_UP = 'practika:step-up';
export const CREATES = 'practika:creates';
export const OPERATION = 'practika:operation';

/** Who reaches a handler. Exactly one per handler; boot refuses a handler without. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'permission'; readonly permission: Permission }
  | { readonly kind: 'internal'; readonly callers: readonly string[] }
  /** The catch-all behind every route: answers 404 or 405 to those who are signed in. */
  | { readonly kind: 'unrouted' };

/** Open to everybody. */
export const Public = () => SetMetadata(ACCESS, { kind: 'public' } satisfies Access);
/** Needs a signed-in person whose role has the permission, and for an API token its scope. */
export const Permit = (permission: Permission) => SetMetadata(ACCESS, { kind: 'permission', permission } satisfies Access);
/** On the internal port alone, for the services named; 'anyone' is what must work without a token (keys, probes). */
export const Internal = (...callers: string[]) => SetMetadata(ACCESS, { kind: 'internal', callers } satisfies Access);
export const Unrouted = () => SetMetadata(ACCESS, { kind: 'unrouted' } satisfies Access);
/** Needs a password given within five minutes. */
export const StepUp = () => SetMetadata(STEP_UP, true);
/** Creates something, so `Idempotency-Key` applies. */
export const Creates = () => applyDecorators(SetMetadata(CREATES, true), UseInterceptors(IdempotencyInterceptor));

export interface OperationOptions {
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** A body may be left out, which counts as `{}`. */
  readonly bodyOptional?: boolean;
  readonly answers: Readonly<Record<number, { readonly description: string; readonly schema?: z.ZodType; readonly contentType?: string }>>;
  readonly problems?: readonly ProblemCode[];
}

/** What a handler takes and gives: read by the body guard and by the OpenAPI document. */
export function Operation(options: OperationOptions): MethodDecorator {
  const decorators: MethodDecorator[] = [SetMetadata(OPERATION, options), ApiOperation({ summary: options.summary })];
  if (options.body !== undefined) decorators.push(ApiBody({ required: options.bodyOptional !== true, schema: schemaOf(options.body) }));
  for (const [name, schema] of Object.entries(options.query?.shape ?? {})) {
    // A query parameter is text on the wire, but what it must be is what the schema makes of it.
    decorators.push(ApiQuery({ name, required: !(schema as z.ZodType).safeParse(undefined).success, schema: schemaOf(schema as z.ZodType, 'output') }));
  }
  for (const [status, answer] of Object.entries(options.answers)) {
    const content = answer.schema === undefined ? {} : { content: { [answer.contentType ?? 'application/json']: { schema: schemaOf(answer.schema) } } };
    decorators.push(ApiResponse({ status: Number(status), description: answer.description, ...content }));
  }
  const byStatus = new Map<number, string[]>();
  for (const code of options.problems ?? []) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `/problems/${code}`]);
  }
  for (const [status, types] of byStatus) {
    if (options.answers[status] !== undefined) continue;
    decorators.push(ApiResponse({ status, description: types.join(', '), content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }));
  }
  return applyDecorators(...decorators) as MethodDecorator;
}

/** The person who asks. Only in handlers with @Permit. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<PractikaRequest>();
  if (principal === undefined || principal === null) throw new Error('@Caller() in a handler that anybody may reach');
  return principal;
});

export const Input = createParamDecorator((_: unknown, context: ExecutionContext): RequestInput => {
  const { input } = context.switchToHttp().getRequest<PractikaRequest>();
  if (input === undefined) throw new Error('@Input() before the request was read');
  return input;
});
