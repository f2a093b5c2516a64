import { DomainError, isOutage, unavailable } from '@practika/problems';
import type { z } from 'zod';
import type { ServiceTokenSigner } from './service-tokens.js';

/** Another service said no, with a problem document. */
export class InternalCallError extends Error {
  override readonly name = 'InternalCallError';
  constructor(
    readonly status: number,
    /** The last part of the problem's type. */
    readonly code: string,
    readonly detail: string,
  ) {
    super(`${status} ${code}`);
  }
}

export interface InternalCall<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/internal/${string}`;
  readonly body?: unknown;
  readonly answer: z.ZodType<T>;
  /** Milliseconds; 3,000 when not given. */
  readonly timeoutMs?: number;
}

/** Calls other services on their internal port. */
export class InternalClient {
  /** @param peers internal base URL by service name
   *  @param traceparent the current trace context, to be sent along */
  constructor(
    private readonly signer: ServiceTokenSigner,
    private readonly peers: Readonly<Record<string, string>>,
    private readonly traceparent: () => string | null,
  ) {}

  /** @throws InternalCallError for an answer below 500, unavailable for everything that means "not now" */
  async call<T>(service: string, call: InternalCall<T>): Promise<T> {
    const base = this.peers[service];
    if (base === undefined) throw new Error(`no internal address of ${service} is configured`);
    const headers: Record<string, string> = { authorization: `Bearer ${await this.signer.tokenFor(service)}` };
    const traceparent = this.traceparent();
    if (traceparent !== null) headers['traceparent'] = traceparent;
    if (call.body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    let text: string;
    try {
      response = await fetch(new URL(call.path, base), {
        method: call.method, headers, redirect: 'error', signal: AbortSignal.timeout(call.timeoutMs ?? 3_000),
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      });
      text = await response.text();
    } catch (error) {
      throw unavailable(`The ${service} service`, error);
    }
    if (response.status >= 500 || response.status === 429) throw unavailable(`The ${service} service`);
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    if (!response.ok) {
      const problem = (parsed ?? {}) as { type?: string; detail?: string };
      throw new InternalCallError(response.status, (problem.type ?? '').replace('/problems/', ''), problem.detail ?? '');
    }
    return call.answer.parse(parsed);
  }
}

/** Whether an error of an internal call says "not now" rather than "no". */
export function isPeerOutage(error: unknown): boolean {
  return (error instanceof DomainError && error.code === 'unavailable') || isOutage(error);
}
