export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // What a test expects of a body is the test's business.
  readonly body: Record<string, unknown>;
  readonly text: string;
}

/** A browser in small: keeps cookies, sends the CSRF token. */
export class TestClient {
  readonly cookies = new Map<string, string>();
  bearer: string | null = null;
  /** Sent with every request. */
  headers: Record<string, string> = {};

  constructor(private readonly origin: string) {}

  async request(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<TestAnswer> {
    const all: Record<string, string> = { ...this.headers };
    if (this.cookies.size > 0) all['cookie'] = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (this.bearer !== null) all['authorization'] = `Bearer ${this.bearer}`;
    const csrf = this.cookies.get('practika_csrf');
    if (csrf !== undefined && method !== 'GET') all['x-csrf-token'] = csrf;
    if (body !== undefined) all['content-type'] = 'application/json';
    const response = await fetch(this.origin + path, {
      method, headers: { ...all, ...headers }, redirect: 'manual',
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  }

  get = (path: string, headers?: Readonly<Record<string, string>>) => this.request('GET', path, undefined, headers);
  post = (path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => this.request('POST', path, body, headers);
  put = (path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => this.request('PUT', path, body, headers);
  patch = (path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => this.request('PATCH', path, body, headers);
  delete = (path: string, headers?: Readonly<Record<string, string>>) => this.request('DELETE', path, undefined, headers);

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    const gone = attributes.some((a) => /^\s*max-age=0\s*$/i.test(a) || /expires=thu, 01 jan 1970/i.test(a));
    if (gone) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(at + 1).trim());
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
