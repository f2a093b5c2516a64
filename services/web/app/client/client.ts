import type { paths as AuthPaths } from '@practika/api-types/auth';
import type { paths as ConsentPaths } from '@practika/api-types/consent';
import type { paths as ExercisesPaths } from '@practika/api-types/exercises';
import type { paths as MediaPaths } from '@practika/api-types/media';
import createClient, { type Middleware } from 'openapi-fetch';
import { offline, problemOf } from './problem.ts';

const CSRF_COOKIE = 'practika_csrf';
let onSessionEnd: () => void = () => undefined;

/** @param listener called when the server no longer knows who asks */
export function whenSessionEnds(listener: () => void): void {
  onSessionEnd = listener;
}

export function csrfToken(): string | null {
  const cookie = document.cookie.split('; ').find((pair) => pair.startsWith(`${CSRF_COOKIE}=`));
  return cookie === undefined ? null : decodeURIComponent(cookie.slice(CSRF_COOKIE.length + 1));
}

const csrf: Middleware = {
  onRequest({ request }) {
    const token = request.method === 'GET' ? null : csrfToken();
    if (token !== null) request.headers.set('x-csrf-token', token);
    return request;
  },
  async onResponse({ response }) {
    if (response.ok || response.status === 304) return;
    const problem = await problemOf(response);
    if (problem.code === 'unauthenticated') onSessionEnd();
    throw problem;
  },
  onError: ({ error }) => (error instanceof DOMException && error.name === 'AbortError' ? error : offline()),
};

function client<Paths extends object>() {
  const made = createClient<Paths>({ baseUrl: location.origin });
  made.use(csrf);
  return made;
}

/** One client a service, typed by its OpenAPI document. Whatever is not a success is thrown, as a ProblemError. */
export const auth = client<AuthPaths>();
export const consent = client<ConsentPaths>();
export const exercises = client<ExercisesPaths>();
export const media = client<MediaPaths>();

/** The answer's body. A refusal was thrown before. */
export async function body<T>(request: Promise<{ data?: T }>): Promise<T> {
  const { data } = await request;
  return data as T;
}

/** A key under which a creation may be sent again without creating twice: one for each thing, kept until it is created. */
export const idempotencyKey = (): string => crypto.randomUUID();
