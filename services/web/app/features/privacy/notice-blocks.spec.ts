import { describe, expect, it } from '@jest/globals';
import { blocksOf, boldOf } from './notice-blocks.ts';

describe('the privacy notice on the screen', () => {
  it('should become headings, paragraphs and lists, with lines joined', () => {
    expect(blocksOf('# Notice\n\nOne line\nand the next.\n\n## Rights\n\n- **First** (why): it\n  goes on\n- second\n')).toEqual([
      { kind: 'title', text: 'Notice' }, { kind: 'paragraph', text: 'One line and the next.' }, { kind: 'heading', text: 'Rights' },
      { kind: 'list', items: ['**First** (why): it goes on', 'second'] },
    ]);
  });

  it('should lose no word', () => {
    const body = 'A\n\n- b\n- c - d\n\n# e # f\n\n1. g';
    const shown = blocksOf(body).map((block) => (block.kind === 'list' ? block.items.join(' ') : block.text)).join(' ');
    expect(shown.replaceAll(/[^a-z1-9]/gi, '')).toBe(body.replaceAll(/[^a-z1-9]/gi, ''));
  });

  it('should set bold words apart, and leave a lone mark alone', () => {
    expect(boldOf('**a** b **c**')).toEqual(['', 'a', ' b ', 'c', '']);
    expect(boldOf('2 ** 3')).toEqual(['2 ** 3']);
  });
});
