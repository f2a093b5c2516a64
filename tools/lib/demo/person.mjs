// One person with a browser in small: keeps cookies, sends the CSRF token, and speaks only the public API.
import { UserError } from '../say.mjs';

export class Person {
  #cookies = new Map();
  #csrf = null;
  constructor(name, origin) {
    this.name = name;
    this.origin = origin;
    this.id = null;
  }

  /** @returns {Promise<{ status: number, body: any, headers: Headers }>} whatever the answer is */
  async ask(method, path, body) {
    const headers = { Accept: 'application/json' };
    if (this.#cookies.size > 0) headers.Cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (this.#csrf && method !== 'GET') headers['X-CSRF-Token'] = this.#csrf;
    const answer = await fetch(this.origin + path, { method, headers, redirect: 'manual', body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(30_000) });
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
      if (pair.startsWith('practika_csrf=')) this.#csrf = decodeURIComponent(pair.slice(at + 1));
    }
    const text = await answer.text();
    let parsed = null;
    try {
      parsed = text ? JSON.parse(text) : null;
    } catch {
      // a page or nothing
    }
    return { status: answer.status, body: parsed, headers: answer.headers };
  }

  /** Asks and insists on a good answer; retries what the platform says to try again. */
  async must(method, path, body) {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.ask(method, path, body);
      if (answer.status >= 200 && answer.status < 300) return answer.body;
      if ((answer.status === 503 || answer.status === 429) && attempt < 4) {
        const seconds = Math.min(Number(answer.headers.get('retry-after')) || 1, 10);
        await new Promise((resolve) => { setTimeout(resolve, seconds * 1_000); });
        continue;
      }
      const why = answer.body?.errors?.map((e) => `${e.pointer} ${e.detail}`).join('; ') || answer.body?.detail || answer.body?.title || '';
      throw new UserError(`${method} ${path} as the ${this.name} answered ${answer.status}${why ? `: ${why}` : ''}`);
    }
  }

  async signIn(identifier, password) {
    const { user, csrfToken } = await this.must('POST', '/api/auth/v1/sessions', { identifier, password });
    this.#csrf = csrfToken;
    this.id = user.id;
    return user;
  }

  /** Gives consent to processing of videos, to the notice as it is now. */
  async consentToVideo() {
    const notice = await this.must('GET', '/api/consent/v1/notices/current');
    return this.must('PUT', '/api/consent/v1/consents/video_processing', { state: 'given', noticeVersion: notice.version });
  }
}
