import { Lock, Pencil, Share2, UsersRound } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl';
import { usePlay } from '../../player/playable.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Avatar, Badge, Row } from '../../ui/layout.tsx';
import { clock } from '../../ui/sizes.ts';
import { CommentText } from './comment-text.tsx';
import { useReview } from './review-context.ts';
import css from './review.module.css';
import { useShare } from './share.tsx';

/** What the exercise is, whose, and who sees it. */
export function ExerciseHead() {
  const t = useTranslations('review');
  const format = useFormatter();
  const share = useShare();
  const { exercise, moderates, playable, playableNow } = useReview();
  const time = usePlay(playable, ({ timeMs }) => clock(timeMs));
  const { id, name, description, owner, visibility, createdAt } = exercise;
  return (
    <header className={css.exercise}>
      <h1 tabIndex={-1}>{name}</h1>
      <Row between>
        <span className={css.owner}>
          <Avatar name={owner.displayName} />
          <span><strong>{owner.displayName}</strong><br /><time dateTime={createdAt}>{format.dateTime(new Date(createdAt), { dateStyle: 'medium' })}</time></span>
          <Badge>{visibility === 'private' ? <Lock aria-hidden="true" /> : <UsersRound aria-hidden="true" />}{t(visibility === 'private' ? 'private' : 'organisation')}</Badge>
        </span>
        <Row gap={2}>
          <Button onClick={() => share({ to: id, ...(playableNow ? { timeMs: playable.state().timeMs } : {}) })}><Share2 aria-hidden="true" />{playableNow ? t('shareMoment', { time }) : t('share')}</Button>
          {moderates && <ButtonLink to="/exercises/$exerciseId/edit" params={{ exerciseId: id }}><Pencil aria-hidden="true" />{t('editExercise')}</ButtonLink>}
        </Row>
      </Row>
      {description !== null && description !== '' && <div className={css.description}><CommentText text={description} /></div>}
    </header>
  );
}
