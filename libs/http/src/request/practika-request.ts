import type { Principal } from '@practika/identity';
import type { FastifyRequest } from 'fastify';
import type { RequestInput } from './request-input.js';

/** A request with what the guards and interceptors found out. */
export interface PractikaRequest extends FastifyRequest {
  /** undefined: not asked yet; null: a stranger. */
  principal?: Principal | null;
  /** On the internal port: the calling service. */
  callingService?: string;
  /** The body as JSON.parse gave it; undefined when there was none. */
  parsedBody?: unknown;
  creationId?: string;
  input?: RequestInput;
}
