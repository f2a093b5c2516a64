import { describe, expect, it } from '@jest/globals';
import { allVideosSearch, usersSearch, withChange } from './admin-search.ts';

const ID = '0190f6c2-7d1a-7000-8000-00000000000A';

describe('what of the administration stands in the address', () => {
  it('should keep what it knows and leave out the rest', () => {
    expect(usersSearch({ search: 'ada', role: 'staff', status: 'blocked', cursor: 'x' })).toEqual({ search: 'ada', role: 'staff', status: 'blocked' });
    expect(usersSearch({ search: '', role: 'emperor', status: 1 })).toEqual({});
    expect(allVideosSearch({ state: 'quarantined', owner: ID })).toEqual({ state: 'quarantined', owner: ID.toLowerCase() });
    expect(allVideosSearch({ state: 'lost', owner: 'me' })).toEqual({});
  });

  it('should take out what a change unsets', () => {
    expect(withChange({ search: 'ada', role: 'staff' }, { role: undefined })).toEqual({ search: 'ada' });
  });
});
