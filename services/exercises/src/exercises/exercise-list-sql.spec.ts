import { describe, expect, it } from '@jest/globals';
import { branchesFor, fetchFor, likeOf, listSql, shapeName, tsqueryOf } from './exercise-list-sql.js';

const me = '01900000-0000-7000-8000-000000000001';
const other = '01900000-0000-7000-8000-000000000002';
const person = { userId: me, staff: false };
const staff = { userId: me, staff: true };

describe('branchesFor', () => {
  it('should show a person everything of the organisation and what is their own', () => {
    expect(branchesFor(person, undefined, undefined)).toEqual({ ownerId: me, branches: [{ visibility: 'organisation', owned: false }, { visibility: 'private', owned: true }] });
  });

  it('should never show a person somebody else\'s private exercises', () => {
    expect(branchesFor(person, other, undefined).branches).toEqual([{ visibility: 'organisation', owned: true }]);
    expect(branchesFor(person, other, 'private').branches).toEqual([]);
    expect(branchesFor(person, undefined, 'private')).toEqual({ ownerId: me, branches: [{ visibility: 'private', owned: true }] });
  });

  it('should show staff everybody\'s', () => {
    expect(branchesFor(staff, undefined, undefined)).toEqual({ ownerId: null, branches: [{ visibility: 'organisation', owned: false }, { visibility: 'private', owned: false }] });
    expect(branchesFor(staff, other, 'private')).toEqual({ ownerId: other, branches: [{ visibility: 'private', owned: true }] });
  });

  it('should mean oneself by me', () => {
    expect(branchesFor(person, 'me', undefined)).toEqual(branchesFor(person, me, undefined));
  });
});

describe('listSql', () => {
  const shape = { order: '-createdAt', branches: branchesFor(person, undefined, undefined).branches, after: true, match: 'none', fetch: 21 } as const;

  it('should keep what partial indexes need literal and the position a row value', () => {
    const sql = listSql(shape);
    expect(sql).toContain(`visibility = 'organisation'`);
    expect(sql).toContain('(created_at, id) < ($2::timestamptz, $3::uuid)');
    expect(sql).toContain('LIMIT 21');
    expect(sql).not.toContain('OFFSET');
  });

  it('should name equal statements alike and others apart', () => {
    expect(shapeName(shape)).toBe(shapeName({ ...shape }));
    expect(shapeName({ ...shape, after: false })).not.toBe(shapeName(shape));
    expect(shapeName({ ...shape, order: 'createdAt' })).not.toBe(shapeName(shape));
    expect(shapeName({ ...shape, branches: [{ visibility: 'private', owned: true }] })).not.toBe(shapeName({ ...shape, branches: [{ visibility: 'private', owned: false }] }));
  });
});

describe('search terms', () => {
  it('should make every word a prefix and drop what is no word', () => {
    expect(tsqueryOf('back-hand  schläge')).toBe(`'back':* & 'hand':* & 'schläge':*`);
    expect(tsqueryOf(`' | ! & :* \\`)).toBeNull();
  });

  it('should take wildcards for what they look like', () => {
    expect(likeOf('50%_a\\b')).toBe('%50\\%\\_a\\\\b%');
  });

  it('should round limits up to few sizes', () => {
    expect([1, 20, 21, 50, 51, 100].map(fetchFor)).toEqual([21, 21, 51, 51, 101, 101]);
  });
});
