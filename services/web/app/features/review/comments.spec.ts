import { describe, expect, it } from '@jest/globals';
import { isAt, latestAt, newFromOthers, threadsOf, withComment, withoutComment } from './comments.ts';

const comment = (id: string, startMs: number | null, minute: number, parentId: string | null = null, endMs?: number) => ({ id, parentId, anchor: startMs === null ? null : { startMs, endMs }, createdAt: `2026-11-25T10:${String(minute).padStart(2, '0')}:00Z` });
const all = [comment('late', 9_000, 1), comment('early', 2_000, 5), comment('general', null, 3), comment('older', null, 2), comment('r2', null, 8, 'early'), comment('r1', null, 7, 'early')];

describe('comments of an exercise', () => {
  it('should stand by their moment, those without one last, replies under what they answer', () => {
    const threads = threadsOf(all, 'moment');
    expect(threads.map(({ comment: { id } }) => id)).toEqual(['early', 'late', 'older', 'general']);
    expect(threads[0]?.replies.map(({ id }) => id)).toEqual(['r1', 'r2']);
  });

  it('should stand newest first when wanted', () => expect(threadsOf(all, 'newest').map(({ comment: { id } }) => id)).toEqual(['early', 'general', 'older', 'late']));

  it('should not lose a reply to something hidden', () => expect(threadsOf([comment('reply', null, 1, 'gone')], 'moment').map(({ comment: { id } }) => id)).toEqual(['reply']));

  it('should be about their range, or about the seconds after their moment', () => {
    expect([isAt({ startMs: 1_000, endMs: 9_000 }, 8_999), isAt({ startMs: 1_000, endMs: 9_000 }, 9_000), isAt({ startMs: 1_000 }, 4_900), isAt({ startMs: 1_000 }, 5_000), isAt(null, 0)]).toEqual([true, false, true, false, false]);
    expect(latestAt([comment('a', 1_000, 1, null, 60_000), comment('b', 3_000, 1)], 4_000)).toBe('b');
    expect(latestAt([comment('a', 1_000, 1)], 30_000)).toBeNull();
  });

  it('should be put in once, and replaced when they change', () => {
    expect(withComment(all, comment('late', 1, 1))).toHaveLength(all.length);
    expect(withComment(all, comment('new', 1, 1))).toHaveLength(all.length + 1);
    expect(withoutComment(all, 'late').map(({ id }) => id)).not.toContain('late');
  });

  it('should be announced when others wrote them, not one\'s own', () => {
    const by = (id: string, author: string) => ({ id, author: { id: author }, state: 'visible' });
    expect(newFromOthers([by('1', 'x')], [by('1', 'x'), by('2', 'me'), by('3', 'x')], 'me').map(({ id }) => id)).toEqual(['3']);
  });
});
