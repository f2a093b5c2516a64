/** A part of the notice. The notice is written in a small part of Markdown: headings, paragraphs, lists, and bold words. */
export type Block =
  | { readonly kind: 'title' | 'heading' | 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] };

/** Takes the notice apart for showing. Words are neither added nor left out: what one consents to is what is on the screen. */
export function blocksOf(body: string): readonly Block[] {
  return body.split(/\n\s*\n/).map((part) => part.trim()).filter((part) => part !== '').map(blockOf);
}

function blockOf(part: string): Block {
  const heading = /^(#{1,3})\s+(.*)$/s.exec(part);
  if (heading !== null) return { kind: heading[1] === '#' ? 'title' : 'heading', text: joined(heading[2] ?? '') };
  if (part.startsWith('- ')) return { kind: 'list', items: part.slice(2).split(/\n- /).map(joined) };
  return { kind: 'paragraph', text: joined(part) };
}

const joined = (text: string): string => text.split(/\s*\n\s*/).join(' ').trim();

/** Bold words stand at the odd places. */
export const boldOf = (text: string): readonly string[] => {
  const parts = text.split('**');
  // An opening without an end is meant as it stands.
  return parts.length % 2 === 1 ? parts : [text];
};
