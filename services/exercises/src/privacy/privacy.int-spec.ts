import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { personalTableGaps, uuidv7 } from '@practika/database';
import { API, ExercisesUnderTest, type TestPerson } from '../testing/exercises-under-test.js';
import { personalTables } from './personal-tables.js';
import { TypeormPersonalDataRepository } from './typeorm-personal-data.repository.js';

describe('personal data of exercises', () => {
  let under: ExercisesUnderTest;
  let subject: TestPerson;
  let other: TestPerson;
  let store: TypeormPersonalDataRepository;

  beforeAll(async () => {
    under = await ExercisesUnderTest.start();
    subject = under.person('instructor', { name: 'Sue' });
    other = under.person('instructor', { name: 'Otto' });
    store = new TypeormPersonalDataRepository(under.dataSource);
    const own = await under.exercise(subject, { name: 'Sue\'s', youtubeUrl: undefined, assetId: under.asset(subject.id) });
    const hidden = await under.comment(other, own, { text: 'Otto\'s words' });
    await subject.http.post(`${API}/comments/${hidden}/hide`, { reason: 'Sue\'s reason' });
    await subject.http.post(`${API}/exercises/${await under.exercise(other)}/comments`, { text: 'Sue\'s words' }, { 'idempotency-key': 'sue-1' });
  });

  afterAll(() => under.close());

  it('should declare every table of the live schema', async () => {
    expect(await personalTableGaps(under.dataSource, personalTables)).toEqual([]);
  });

  it('should count and collect what is a person\'s own, and no words of others', async () => {
    expect(await store.count(subject.id)).toEqual({ exercises: 1, comments: 2, people: 1, asset_states: 1, asset_references: 1, idempotency_keys: 1 });
    const collected: { table: string; row: Readonly<Record<string, unknown>> }[] = [];
    for await (const item of store.collect(subject.id)) collected.push(item);
    expect(collected.map((c) => c.table).sort()).toEqual(['asset_references', 'asset_states', 'comments', 'comments', 'exercises', 'idempotency_keys', 'people']);
    const text = JSON.stringify(collected);
    for (const word of ['Sue\'s words', 'Sue\'s reason', '"Sue"', 'sue-1']) expect(text).toContain(word);
    expect(text).not.toContain('Otto');
  });

  it('should erase until nothing is counted, and say what was touched', async () => {
    expect(await store.erase(subject.id)).toEqual({ exercises: 1, comments: 1, people: 1, asset_states: 1, asset_references: 1, idempotency_keys: 1 });
    expect(Object.values(await store.count(subject.id))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(Object.values(await store.erase(subject.id))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await store.count(uuidv7())).toMatchObject({ exercises: 0 });
    expect(await store.count(other.id)).toMatchObject({ exercises: 1, people: 1 });
  });
});
