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
    private readonly signer: Pick<ServiceTokenSigner, 'tokenFor' | 'earlierTokenFor'>,
    private readonly peers: Readonly<Record<string, string>>,
    private readonly traceparent: () => string | null,
  ) {}

  /** @throws InternalCallError for an answer below 500, unavailable for everything that means "not now" */
  async call<T>(service: string, call: InternalCall<T>): Promise<T> {
    const base = this.peers[service];
    if (base === undefined) throw new Error(`no internal address of ${service} is configured`);
    let answer = await this.send(service, base, call, await this.signer.tokenFor(service));
    if (answer.response.status === 401) {
      // Nothing was done. Where our key has just changed, the peer may know only the one before.
      const earlier = await this.signer.earlierTokenFor(service);
      if (earlier !== null) answer = await this.send(service, base, call, earlier);
    }
    const { response, text } = answer;
    // 401: the peer cannot check who we are, for want of our keys or of the right time. That is no answer to the question.
    if (response.status >= 500 || response.status === 429 || response.status === 401) throw unavailable(`The ${service} service`, new Error(`it answered ${response.status}`));
    const parsed = parse(service, text);
    if (!response.ok) {
      const problem = (parsed ?? {}) as { type?: string; detail?: string };
      // Only our own services say problems. A 404 of something in between must not pass for "there is no such thing".
      if (problem.type === undefined) throw unavailable(`The ${service} service`, new Error(`something else answered ${response.status}`));
      throw new InternalCallError(response.status, problem.type.replace('/problems/', ''), problem.detail ?? '');
    }
    return call.answer.parse(parsed);
  }

  private async send(service: string, base: string, call: InternalCall<unknown>, token: string): Promise<{ readonly response: Response; readonly text: string }> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    const traceparent = this.traceparent();
    if (traceparent !== null) headers['traceparent'] = traceparent;
    if (call.body !== undefined) headers['content-type'] = 'application/json';
    try {
      const response = await fetch(new URL(call.path, base), {
        method: call.method, headers, redirect: 'error', signal: AbortSignal.timeout(call.timeoutMs ?? 3_000),
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      });
      return { response, text: await response.text() };
    } catch (error) {
      throw unavailable(`The ${service} service`, error);
    }
  }
}

function parse(service: string, text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unavailable(`The ${service} service`, error);
  }
}

/** Whether an error of an internal call says "not now" rather than "no". */
export function isPeerOutage(error: unknown): boolean {
  return (error instanceof DomainError && error.code === 'unavailable') || isOutage(error);
}
