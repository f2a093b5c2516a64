/** A refusal as the API words it (RFC 9457), or one that never reached it. */
export class ProblemError extends Error {
  constructor(
    /** Last part of the problem's type: `consent-required`; `offline` when no answer came. */
    readonly code: string,
    readonly status: number,
    /** Public words of the server. */
    readonly detail: string | null,
    readonly errors: readonly { readonly pointer: string; readonly detail: string }[],
    /** Seconds after which asking again may help. */
    readonly retryAfter: number | null,
    /** The request's id, for a question to the operators. */
    readonly instance: string | null,
  ) {
    super(`${status} ${code}`);
    this.name = 'ProblemError';
  }

  /** What is wrong with one field of what was sent. @param pointer `/password` */
  at(pointer: string): string | null {
    const said = this.errors.filter((error) => error.pointer === pointer).map((error) => error.detail);
    return said.length === 0 ? null : said.join('; ');
  }
}

export const isProblem = (error: unknown, ...codes: readonly string[]): error is ProblemError => error instanceof ProblemError && (codes.length === 0 || codes.includes(error.code));

export async function problemOf(response: Response): Promise<ProblemError> {
  const wait = Number(response.headers.get('retry-after'));
  const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null;
  const body: unknown = await response.json().catch(() => null);
  const said = typeof body === 'object' && body !== null ? body as Readonly<Record<string, unknown>> : {};
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  // Refusals by the edge carry no problem: their status says what there is to say.
  const code = text(said.type)?.replace(/^.*\//, '') ?? (response.status === 429 ? 'too-many-requests' : response.status >= 500 ? 'unavailable' : 'bad-request');
  const errors = Array.isArray(said.errors) ? said.errors.filter((e): e is { pointer: string; detail: string } => typeof e?.pointer === 'string' && typeof e?.detail === 'string') : [];
  return new ProblemError(code, response.status, text(said.detail), errors, retryAfter, text(said.instance));
}

export const offline = (): ProblemError => new ProblemError('offline', 0, null, [], null, null);
