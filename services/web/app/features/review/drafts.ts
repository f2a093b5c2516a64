import { useEffect, useState } from 'react';
import type { Anchor } from './comments.ts';

/** A video that goes with a comment that is being written. */
export type Attached = { readonly kind: 'asset'; readonly assetId: string; readonly name: string } | { readonly kind: 'youtube'; readonly url: string };

export interface Draft {
  readonly text: string;
  /** undefined: follows the video until something is written; null: about the whole video. */
  readonly anchor?: Anchor | null | undefined;
  readonly video?: Attached | null | undefined;
}

const EMPTY: Draft = { text: '' };
const PREFIX = 'practika.comment-draft.';
const memory = new Map<string, Draft>();

/** @param place what it will become: a comment on an exercise, a reply to a comment, another text of a comment */
export const draftKey = (personId: string, place: string): string => `${PREFIX}${personId}.${place}`;

function read(key: string): Draft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof kept === 'object' && kept !== null && typeof (kept as Draft).text === 'string' ? kept as Draft : memory.get(key) ?? EMPTY;
  } catch {
    return memory.get(key) ?? EMPTY;
  }
}

function keep(key: string, draft: Draft): void {
  const empty = draft.text.trim() === '' && (draft.video ?? null) === null;
  memory.set(key, draft);
  try {
    if (empty) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Storage is forbidden or full: it lasts as long as the page.
  }
}

/** What somebody is writing: kept in this browser through a reload, another screen and the end of a session, until it is sent. */
export function useDraft(key: string, first: Draft = EMPTY): readonly [Draft, (change: Partial<Draft>) => void, () => void] {
  const [draft, setDraft] = useState(() => {
    const kept = read(key);
    return kept.text === '' && (kept.video ?? null) === null ? first : kept;
  });
  useEffect(() => keep(key, draft), [key, draft]);
  return [draft, (change) => setDraft((before) => ({ ...before, ...change })), () => setDraft(EMPTY)];
}
