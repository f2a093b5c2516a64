import { Pin, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { usePlay } from '../../player/playable.ts';
import { IconButton } from '../../ui/button.tsx';
import { clock } from '../../ui/sizes.ts';
import { momentOf, rangeUntil } from './anchor.ts';
import type { Anchor } from './comments.ts';
import { anchorText } from './moment-button.tsx';
import { useReview } from './review-context.ts';
import css from './review.module.css';

interface AnchorChipProps {
  /** undefined: follows the video; null: none. */
  readonly anchor: Anchor | null | undefined;
  readonly onChange: (anchor: Anchor | null | undefined) => void;
}

/** The moment that a comment will be pinned to. */
export function AnchorChip({ anchor, onChange }: AnchorChipProps) {
  const t = useTranslations('review');
  const { playable } = useReview();
  const now = usePlay(playable, ({ timeMs }) => clock(timeMs));
  const second = usePlay(playable, ({ timeMs }) => Math.floor(timeMs / 1_000));
  const { timeMs, durationMs } = playable.state();
  if (anchor === null) return <div className={css.chips}><span className={css.chip}>{t('wholeVideo')}</span><button type="button" className={css.chipAct} onClick={() => onChange(undefined)}><Pin aria-hidden="true" />{t('pinTo', { time: now })}</button></div>;
  if (anchor === undefined) return <div className={css.chips}><span className={css.chip} data-live="true"><Pin aria-hidden="true" />{t('atNow', { time: now })}</span><IconButton label={t('unpin')} className={css.chipX} onClick={() => onChange(null)}><X aria-hidden="true" /></IconButton></div>;
  const range = rangeUntil(anchor, timeMs, durationMs);
  const elsewhere = Math.floor(anchor.startMs / 1_000) !== second;
  return (
    <div className={css.chips}>
      <span className={css.chip}><Pin aria-hidden="true" />{anchor.endMs === undefined ? t('atTime', { time: anchorText(anchor) }) : t('atRange', { range: anchorText(anchor) })}</span>
      <IconButton label={t('unpin')} className={css.chipX} onClick={() => onChange(null)}><X aria-hidden="true" /></IconButton>
      {range !== null && elsewhere && <button type="button" className={css.chipAct} onClick={() => onChange(range)}>{t('untilNow', { time: now })}</button>}
      {elsewhere && <button type="button" className={css.chipAct} onClick={() => onChange(momentOf(timeMs, durationMs))}>{t('moveHere', { time: now })}</button>}
    </div>
  );
}
