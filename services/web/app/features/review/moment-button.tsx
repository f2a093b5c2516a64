import { useTranslations } from 'use-intl';
import { clock } from '../../ui/sizes.ts';
import type { Anchor } from './comments.ts';
import { useReview } from './review-context.ts';
import css from './review.module.css';

export const anchorText = ({ startMs, endMs }: Anchor): string => (endMs === undefined ? clock(startMs) : `${clock(startMs)}–${clock(endMs)}`);

/** The moment of a comment; a press goes there. */
export function MomentButton({ anchor }: { readonly anchor: Anchor }) {
  const t = useTranslations('review');
  const { playableNow, seek } = useReview();
  if (!playableNow) return <span className={css.moment}>{anchorText(anchor)}</span>;
  return <button type="button" className={css.moment} aria-label={anchor.endMs === undefined ? t('goTo', { time: clock(anchor.startMs) }) : t('goToRange', { from: clock(anchor.startMs), to: clock(anchor.endMs) })} onClick={() => seek(anchor.startMs)}>{anchorText(anchor)}</button>;
}
