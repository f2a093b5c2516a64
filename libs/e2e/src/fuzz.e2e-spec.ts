import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { TestClient, type TestAnswer } from '@practika/testing';
import fc from 'fast-check';
import { newPerson, type Person, signedIn } from './person.js';
import { platform } from './platform.config.js';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly open: boolean;
  readonly body: unknown;
  readonly query: readonly string[];
}

const ROOT = join(import.meta.dirname, '../../..');
/** Runs of each property. The whole suite stays near a minute. */
const RUNS = 25;
/** Routes whose answer goes on for ever, or that would end the fuzzer's own session. */
const LEFT_OUT = new Set(['GET /api/media/v1/events', 'DELETE /api/auth/v1/sessions/current', 'DELETE /api/auth/v1/sessions', 'POST /api/auth/v1/me/password']);

function operations(): Operation[] {
  return readdirSync(join(ROOT, 'openapi')).filter((f) => f.endsWith('.json')).flatMap((file) => {
    const document = JSON.parse(readFileSync(join(ROOT, 'openapi', file), 'utf8')) as { paths: Record<string, Record<string, { security?: unknown[]; requestBody?: { content?: Record<string, { schema?: unknown }> }; parameters?: { in: string; name: string }[] }>> };
    return Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(), path,
      open: Array.isArray(operation.security) && operation.security.length === 0,
      body: operation.requestBody?.content?.['application/json']?.schema,
      query: (operation.parameters ?? []).filter((p) => p.in === 'query').map((p) => p.name),
    })));
  });
}

const hostileText = fc.oneof(
  fc.constantFrom('', ' ', '\0', '\u202e', '../../etc/passwd', "' OR 1=1 --", '<script>alert(1)</script>', '{{7*7}}', '%00', '💃🏽'.repeat(50), 'a'.repeat(5_000), 'null', '-1', '1e999', 'ｆｕｌｌ'),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(hostileText, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.array(fc.anything({ maxDepth: 1, withNullPrototype: false }), { maxLength: 3 }), fc.jsonValue({ maxDepth: 2 }));
const ids = fc.oneof(fc.uuid({ version: 7 }), fc.uuid(), fc.constantFrom('0', 'undefined', '..', '%2e%2e', "1'--", '00000000-0000-0000-0000-000000000000', 'A'.repeat(300)), hostileText.map(encodeURIComponentSafe).filter((s) => s.length > 0));

function encodeURIComponentSafe(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}

/** Values that fit a JSON schema more often than not; one in four is anything. */
function fitting(schema: unknown): fc.Arbitrary<unknown> {
  const s = (schema ?? {}) as { type?: string; properties?: Record<string, unknown>; enum?: unknown[]; const?: unknown; items?: unknown; anyOf?: unknown[]; oneOf?: unknown[]; format?: string; minimum?: number; maximum?: number };
  const good = (): fc.Arbitrary<unknown> => {
    if (s.enum !== undefined) return fc.constantFrom(...s.enum);
    if (s.const !== undefined) return fc.constant(s.const);
    const choices = s.anyOf ?? s.oneOf;
    if (choices !== undefined && choices.length > 0) return fc.oneof(...choices.map(fitting));
    switch (s.type ?? 'anything') {
      case 'object': return fc.record(Object.fromEntries(Object.entries(s.properties ?? {}).map(([name, inner]) => [name, fitting(inner)])), { requiredKeys: [] });
      case 'array': return fc.array(fitting(s.items), { maxLength: 4 });
      case 'integer': return fc.oneof(fc.integer({ min: -2, max: 200 }), fc.constantFrom(2 ** 31, 2 ** 53, 1e308));
      case 'number': return fc.double({ noNaN: true, noDefaultInfinity: true });
      case 'boolean': return fc.boolean();
      case 'string': return s.format === 'uuid' ? fc.uuid({ version: 7 }) : fc.oneof(fc.string({ minLength: 3, maxLength: 20 }), fc.constantFrom('a@example.org', 'https://youtu.be/dQw4w9WgXcQ', 'video/mp4', 'reason enough'));
      default: return hostileValue;
    }
  };
  return fc.oneof({ weight: 3, arbitrary: good() }, { weight: 1, arbitrary: hostileValue });
}

const fill = (path: string, id: string): string => path.replaceAll(/\{[^}]+\}/g, id);

function check(operation: Operation, answer: TestAnswer): void {
  const where = `${operation.method} ${operation.path} → ${answer.status} ${answer.text.slice(0, 300)}`;
  if (answer.status >= 500) throw new Error(`a 5xx: ${where}`);
  if (answer.headers.get('x-request-id') === null || answer.headers.get('x-content-type-options') !== 'nosniff') throw new Error(`headers are missing: ${where}`);
  if (answer.status >= 400) {
    if (answer.headers.get('content-type') !== 'application/problem+json') throw new Error(`no problem document: ${where}`);
    const problem = answer.body as { type?: unknown; status?: unknown; errors?: unknown };
    if (typeof problem.type !== 'string' || !problem.type.startsWith('/problems/') || problem.status !== answer.status) throw new Error(`a broken problem document: ${where}`);
    if (answer.status === 422 && !Array.isArray(problem.errors)) throw new Error(`a 422 without errors: ${where}`);
  }
}

describe('a fuzzer over every route', () => {
  const all = operations();
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
  const options = { seed, numRuns: RUNS };
  let student: Person;
  let admin: Person;

  beforeAll(async () => {
    process.stderr.write(`fuzz seed ${seed} (FUZZ_SEED repeats it)\n`);
    student = await newPerson();
    admin = await signedIn('admin');
  });

  it('should know every service', () => {
    expect(new Set(all.map((o) => o.path.split('/')[2]))).toEqual(new Set(['auth', 'consent', 'exercises', 'media']));
    expect(all.length).toBeGreaterThan(50);
  });

  it.each(all.map((o) => [`${o.method} ${o.path}`, o] as const))('[E13] should never fail on: %s', async (name, operation) => {
    await fc.assert(fc.asyncProperty(ids, fitting(operation.body), fc.record(Object.fromEntries(operation.query.map((q) => [q, hostileText])), { requiredKeys: [] }), fc.integer({ min: 0, max: 5 }), async (id, body, query, who) => {
      const path = fill(operation.path, id);
      const search = Object.entries(query as Record<string, string>).map(([k, v]) => `${k}=${encodeURIComponentSafe(v)}`).join('&');
      const sent = operation.body === undefined || operation.method === 'GET' ? undefined : JSON.stringify(body);
      const stranger = new TestClient(platform.origin);
      if (!operation.open) {
        const refused = await stranger.request(operation.method, path, sent);
        if (refused.status !== 401) throw new Error(`a stranger got ${refused.status}: ${name} ${path}`);
        check(operation, refused);
      }
      if (LEFT_OUT.has(name)) return;
      const person = operation.open ? stranger : who === 0 && operation.method === 'GET' ? admin : student;
      check(operation, await person.request(operation.method, search === '' ? path : `${path}?${search}`, sent));
    }), options);
  });

  it('[E2] [A10] should answer 404 for everything that belongs to somebody else', async () => {
    const owner = await newPerson();
    await owner.give('video_processing');
    const upload = await owner.must(201, 'POST', '/api/media/v1/uploads', { filename: 'a.mp4', size: 10, contentType: 'video/mp4' });
    const exercise = await owner.must(201, 'POST', '/api/exercises/v1/exercises', { name: 'Mine alone', youtubeUrl: 'https://youtu.be/dQw4w9WgXcQ' });
    const comment = await owner.must(201, 'POST', `/api/exercises/v1/exercises/${String(exercise['id'])}/comments`, { text: 'to myself' });
    const receipts = (await owner.get('/api/consent/v1/receipts')).body['items'] as { id: string }[];
    const [session] = (await owner.get('/api/auth/v1/sessions')).body['items'] as { id: string }[];
    const theirs: Record<string, string> = { uploads: String(upload['uploadId']), assets: String(upload['assetId']), exercises: String(exercise['id']), comments: String(comment['id']), receipts: receipts[0]!.id, sessions: session!.id };
    const reached = [];
    for (const operation of all) {
      const kind = /\/v1\/(\w+)\/\{/.exec(operation.path)?.[1] ?? '';
      if (theirs[kind] === undefined) continue;
      const answer = await student.request(operation.method, fill(operation.path, theirs[kind]), operation.body === undefined || operation.method === 'GET' ? undefined : {});
      reached.push([`${operation.method} ${operation.path}`, answer.status]);
    }
    expect(reached.length).toBeGreaterThan(15);
    expect(reached.filter(([, status]) => status !== 404)).toEqual([]);
  });
});
