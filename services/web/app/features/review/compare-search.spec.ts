import { describe, expect, it } from '@jest/globals';
import { compareSearch } from './compare-search.ts';

describe('the address of a comparison', () => {
  it('should keep what was aligned', () => expect(compareSearch({ offset: '-340', view: 'over', swap: 'true', sound: 'answer', mix: 40 })).toEqual({ offset: -340, view: 'over', swap: true, sound: 'answer', mix: 40 }));
  it('should forget what makes no sense', () => expect(compareSearch({ offset: 'x', view: 'under', swap: 'no', sound: 'both', mix: 400, other: 1 })).toEqual({}));
  it('should take a beginning of zero as one', () => expect(compareSearch({ offset: 0 })).toEqual({ offset: 0 }));
});
