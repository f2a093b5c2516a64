import { describe, expect, it } from '@jest/globals';
import type { Principal, Role } from '@practika/identity';
import { DomainError } from '@practika/problems';
import { defaultVisibility, fold, requireManaged, requireReadable, requireVisibilityAllowed, searchTextOf } from './exercise.js';

const person = (role: Role, userId = 'me'): Principal => ({ kind: 'session', userId, role, leaving: false, sessionId: 's', authenticatedAt: 0 });
const code = (run: () => unknown): string => {
  try {
    run();
    return 'fine';
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('who may do what with an exercise', () => {
  const cases = [
    ['private', null, ['fine', 'not-found', 'not-found', 'fine', 'fine']],
    ['organisation', null, ['fine', 'fine', 'fine', 'fine', 'fine']],
    ['private', '2026-01-01', ['gone', 'not-found', 'not-found', 'gone', 'gone']],
    ['organisation', '2026-01-01', ['gone', 'not-found', 'not-found', 'gone', 'gone']],
  ] as const;
  it.each(cases)('should let owner, student, instructor, staff and admin read a %s one deleted at %s as %j', (visibility, deletedAt, expected) => {
    const exercise = { ownerId: 'owner', visibility, deletedAt };
    const people = [person('student', 'owner'), person('student'), person('instructor'), person('staff'), person('admin')];
    expect(people.map((p) => code(() => requireReadable(p, exercise)))).toEqual(expected);
  });

  it('should let owner and staff change it', () => {
    const people = [person('student', 'owner'), person('instructor'), person('staff'), person('admin')];
    expect(people.map((p) => code(() => requireManaged(p, { ownerId: 'owner' })))).toEqual(['fine', 'forbidden', 'fine', 'fine']);
  });

  it('should keep students\' exercises private', () => {
    expect((['student', 'instructor', 'staff', 'admin'] as const).map((r) => defaultVisibility(person(r)))).toEqual(['private', 'organisation', 'organisation', 'organisation']);
    expect(code(() => requireVisibilityAllowed(person('student'), 'organisation'))).toBe('forbidden');
  });
});

describe('fold', () => {
  it('should make texts equal that people read as equal', () => {
    expect(fold('SCHLA\u0308GE')).toBe(fold('schläge'));
    expect(searchTextOf('Name', null)).toBe('name');
    expect(searchTextOf('Name', 'Text')).toBe('name\ntext');
  });
});
