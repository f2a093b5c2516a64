import { describe, expect, it } from '@jest/globals';
import { feedSearch, isFiltered, whoseOf } from './feed-search.ts';

describe('the address of the feed', () => {
  it('should keep what it knows and leave out the rest', () => {
    expect(feedSearch({ search: ' bow ', order: 'name', visibility: 'private', owner: 'me', x: 1 })).toEqual({ search: 'bow', order: 'name', visibility: 'private', owner: 'me' });
    expect(feedSearch({ search: '', order: '-createdAt', visibility: 'class', owner: 'somebody' })).toEqual({});
    expect(feedSearch({ order: 'colour', owner: 7, deleted: 'false' })).toEqual({});
  });

  it('should search for a number as for a word', () => expect(feedSearch({ search: 2026 })).toEqual({ search: '2026' }));

  it('should show deleted ones as one\'s own alone, without the filters that they do not have', () => {
    expect(feedSearch({ deleted: true, search: 'x', owner: '0190c5a0-0000-7000-8000-000000000000' })).toEqual({ owner: 'me', deleted: true });
    expect(whoseOf({ owner: 'me', deleted: true })).toBe('deleted');
  });

  it('should know whose they are, and whether something is left out', () => {
    expect([{}, { owner: 'me' }, { owner: '0190c5a0-0000-7000-8000-000000000000' }].map(whoseOf)).toEqual(['all', 'mine', 'person']);
    expect([isFiltered({}), isFiltered({ order: 'name' }), isFiltered({ search: 'x' }), isFiltered({ owner: 'me' })]).toEqual([false, false, true, true]);
  });
});
