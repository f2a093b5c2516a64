import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAnswer } from '@practika/testing';
import { AuthStack, type Person } from '../testing/auth-stack.js';
import { recordWork, type Work } from '../testing/work-log.js';

let stack: AuthStack;
beforeAll(async () => { stack = await AuthStack.start(); });
afterAll(() => stack.stop());

/** All that a client sees, save what differs in every two answers. */
function seen(answer: TestAnswer): object {
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !['date', 'x-request-id', 'ratelimit'].includes(name)).map(([name, value]) => [name, name === 'set-cookie' ? '…' : value]));
  const { instance: _, ...body } = answer.body;
  return { status: answer.status, headers, body };
}

async function watch(request: () => Promise<TestAnswer>): Promise<{ seen: object; work: Work }> {
  const recorder = recordWork(stack);
  try {
    const answer = await request();
    return { seen: seen(answer), work: recorder.take() };
  } finally {
    recorder.stop();
  }
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function medians(pairs: readonly (readonly [() => Promise<unknown>, () => Promise<unknown>])[]): Promise<readonly [number, number]> {
  const times: [number[], number[]] = [[], []];
  for (const [i, pair] of pairs.entries()) {
    // Which of the two comes first alternates, so that warm caches favour neither.
    for (const side of i % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const started = performance.now();
      await pair[side]();
      times[side].push(performance.now() - started);
    }
  }
  return [median(times[0]), median(times[1])];
}

describe('no oracle', () => {
  it('[A1] should answer sign-up alike and do the same work for a known and an unknown address', async () => {
    const known = await stack.person();
    const fresh = stack.newPerson();
    const other = stack.newPerson();
    const unknownAddress = await watch(() => stack.client().post('/sign-up', fresh));
    const knownAddress = await watch(() => stack.client().post('/sign-up', { ...other, email: known.email }));
    expect(unknownAddress.seen).toMatchObject({ status: 202, body: {} });
    expect(knownAddress).toEqual(unknownAddress);
    expect(unknownAddress.work.hashes).toEqual(['hash']);
    expect(await stack.linkToken(fresh.email, 'verify-email')).not.toBeNull();
    expect(await stack.linkToken(known.email, 'have-account')).not.toBeNull();
  });

  it('[A1] should hold the user name of a sign-up alike, whether or not its address has an account', async () => {
    const known = await stack.person();
    const names = [stack.newPerson(), stack.newPerson()] as const;
    await stack.client().post('/sign-up', { ...names[0], email: known.email });
    await stack.client().post('/sign-up', names[1]);
    const answers = await Promise.all(names.map(({ username }) => stack.client().post('/sign-up', { ...stack.newPerson(), username })));
    expect(answers.map((a) => a.body['type'])).toEqual(['/problems/username-taken', '/problems/username-taken']);
  });

  it('[A1] should give no working link to a sign-up whose address has an account', async () => {
    const known = await stack.person();
    await stack.client().post('/sign-up', { ...stack.newPerson(), email: known.email });
    expect(await stack.linkToken(known.email, 'verify-email')).toBeNull();
    expect((await stack.client().post('/sessions', { identifier: known.email, password: known.password })).status).toBe(201);
  });

  it('[A1] should answer forgot and resend alike and do the same work for every address', async () => {
    const known = await stack.person();
    const waiting = stack.newPerson();
    await stack.client().post('/sign-up', waiting);
    for (const path of ['/password/forgot', '/verify-email/resend']) {
      const [a, b, c] = [
        await watch(() => stack.client().post(path, { email: known.email })),
        await watch(() => stack.client().post(path, { email: stack.newPerson().email })),
        await watch(() => stack.client().post(path, { email: waiting.email })),
      ];
      expect(a.seen).toMatchObject({ status: 202, body: {} });
      expect(b).toEqual(a);
      expect(c).toEqual(a);
    }
  });

  it('[A1] [A4] should answer sign-in alike and do the same work: wrong, unknown, unverified, blocked', async () => {
    const [known, blocked] = [await stack.person(), await stack.person()];
    await stack.sql(`UPDATE users SET status = 'blocked' WHERE id = $1`, [blocked.id]);
    const waiting = stack.newPerson();
    await stack.client().post('/sign-up', waiting);
    const tries: (readonly [string, string])[] = [
      [known.email, 'wrong password of somebody'], [known.username, 'wrong password of somebody'], ['nobody@example.org', 'wrong password'], ['nobody-at-all', 'wrong password'],
      [waiting.email, waiting.password], [blocked.email, blocked.password], [blocked.email, 'wrong password'],
    ];
    const all = [];
    for (const [identifier, password] of tries) all.push(await watch(() => stack.client().post('/sessions', { identifier, password })));
    expect(all[0]?.seen).toMatchObject({ status: 401, body: { type: '/problems/sign-in-failed' } });
    expect(all[0]?.work.hashes).toEqual(['verify']);
    for (const one of all) expect(one).toEqual(all[0]);
  });

  it('[A1] should take as long for a known address as for an unknown one', async () => {
    const people: Person[] = [];
    for (let i = 0; i < 25; i += 1) people.push(await stack.person());
    const signUps = people.map((known) => [
      () => stack.client().post('/sign-up', { ...stack.newPerson(), email: known.email }), () => stack.client().post('/sign-up', stack.newPerson()),
    ] as const);
    const signIns = people.map((known) => [
      () => stack.client().post('/sessions', { identifier: known.email, password: 'wrong password' }), () => stack.client().post('/sessions', { identifier: stack.newPerson().email, password: 'wrong password' }),
    ] as const);
    // The work is compared to the letter above; this catches a wait outside of statements and hashes. A leak is a
    // missing hash (a factor of five and more); a machine shared with other tests moves medians by a fifth.
    for (const pairs of [signUps, signIns]) {
      const [known, unknown] = await medians(pairs);
      expect(known / unknown).toBeGreaterThan(0.65);
      expect(known / unknown).toBeLessThan(1.55);
    }
  });
});
