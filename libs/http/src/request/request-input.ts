import { isUuid, uuidv7 } from '@practika/database';
import { parseCookies } from '@practika/identity';
import { DomainError } from '@practika/problems';
import type { z } from 'zod';
import { addressPrefix } from './address.js';
import type { PractikaRequest } from './practika-request.js';
import { validateBody, validateQuery } from './validate.js';

/**
 * What a handler reads of its request. Body and query are validated when asked for: the contract answers 404 and 403 for
 * the object before 422 for the body, so a handler loads the object first.
 */
export class RequestInput {
  private cookies: ReadonlyMap<string, string> | undefined;

  constructor(private readonly request: PractikaRequest) {}

  body<T>(schema: z.ZodType<T>): T {
    return validateBody(schema, this.request.parsedBody);
  }

  query<T>(schema: z.ZodType<T>): T {
    return validateQuery(schema, this.request.query as Record<string, unknown>);
  }

  /** A path parameter that is an id. What is no id names nothing: 404. */
  id(name = 'id'): string {
    const value = this.param(name).toLowerCase();
    if (!isUuid(value)) throw new DomainError('not-found');
    return value;
  }

  param(name: string): string {
    return (this.request.params as Record<string, string | undefined>)[name] ?? '';
  }

  header(name: string): string | null {
    const value = this.request.headers[name.toLowerCase()];
    return typeof value === 'string' ? value : null;
  }

  cookie(name: string): string | null {
    this.cookies ??= parseCookies(this.request.headers.cookie);
    return this.cookies.get(name) ?? null;
  }

  get ifMatch(): string | null {
    return this.header('if-match');
  }

  /** The id that the new thing must get: the same one when an idempotency key is tried again after a crash. */
  creationId(): string {
    this.request.creationId ??= uuidv7();
    return this.request.creationId;
  }

  /** The client's address behind trusted proxies. For limits and allow-lists; never stored. */
  get address(): string {
    return this.request.ip;
  }

  /** /24 of IPv4, /48 of IPv6: what may be stored and shown. */
  get addressPrefix(): string {
    return addressPrefix(this.request.ip);
  }

  get requestId(): string {
    return this.request.id;
  }
}
