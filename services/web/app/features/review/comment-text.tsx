import { useTranslations } from 'use-intl';
import { partsOf } from './anchor.ts';
import { useReview } from './review-context.ts';
import css from './review.module.css';

/** What somebody wrote, as they wrote it; times in it can be pressed. */
export function CommentText({ text }: { readonly text: string }) {
  const t = useTranslations('review');
  const { playable, playableNow, seek } = useReview();
  const { durationMs } = playable.state();
  return (
    <p className={css.text} dir="auto">
      {partsOf(text, durationMs).map(({ text: part, timeMs }, index) => (timeMs === undefined || !playableNow ? part : <button key={index} type="button" className={css.timeInText} aria-label={t('goTo', { time: part })} onClick={() => seek(timeMs)}>{part}</button>))}
    </p>
  );
}
