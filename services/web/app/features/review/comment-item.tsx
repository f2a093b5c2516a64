import { EllipsisVertical, EyeOff, Link2, Pencil, Reply, Trash2 } from 'lucide-react';
import { memo, type ReactNode, useState } from 'react';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { usePlay } from '../../player/playable.ts';
import { Button } from '../../ui/button.tsx';
import { Avatar, Badge } from '../../ui/layout.tsx';
import { Menu, menuItem } from '../../ui/menu.tsx';
import { AnswerVideo } from './answer-video.tsx';
import { DeleteDialog, HideDialog } from './comment-dialogs.tsx';
import type { Comment } from './comment-queries.ts';
import { CommentText } from './comment-text.tsx';
import { isAt } from './comments.ts';
import { EditComment } from './edit-comment.tsx';
import { MomentButton } from './moment-button.tsx';
import { useReview } from './review-context.ts';
import css from './review.module.css';
import { useShare } from './share.tsx';

/** After a form in it is gone: whoever uses a keyboard goes on from here. */
export const focusComment = (id: string): void => void setTimeout(() => document.getElementById(`comment-${id}`)?.focus({ preventScroll: true }), 0);

interface CommentItemProps {
  readonly comment: Comment;
  readonly replies: number;
  /** What the address, or a press on the timeline, leads to. */
  readonly pointed: boolean;
  readonly onReply?: (() => void) | undefined;
  readonly children?: ReactNode;
}

/** One comment: who, when, about which moment, what, and what can be done with it. */
export const CommentItem = memo(function CommentItem({ comment, replies, pointed, onReply, children }: CommentItemProps) {
  const t = useTranslations('review');
  const { me, playable, playableNow } = useReview();
  const now = usePlay(playable, ({ timeMs, playing }) => playableNow && (playing || timeMs > 0) && isAt(comment.anchor, timeMs));
  const [open, setOpen] = useState<'edit' | 'hide' | 'delete' | null>(null);
  const mine = comment.author?.id === me.id;
  if (comment.state === 'deleted') return <article id={`comment-${comment.id}`} className={css.comment} data-pointed={pointed} tabIndex={-1}><p className={css.gone}>{t('wasDeleted')}</p>{children}</article>;
  return (
    <article id={`comment-${comment.id}`} className={css.comment} data-now={now} data-pointed={pointed} data-hidden={comment.state === 'hidden'} tabIndex={-1} aria-label={t('commentOf', { name: comment.author?.displayName ?? t('somebody') })}>
      <header className={css.head}>
        <Avatar name={comment.author?.displayName ?? '?'} size="2rem" />
        <span className={css.who}><strong>{comment.author?.displayName ?? t('somebody')}</strong><When comment={comment} /></span>
        {comment.anchor !== null && <MomentButton anchor={comment.anchor} />}
      </header>
      {comment.state === 'hidden' && <p className={css.hiddenNote}><Badge tone="warn"><EyeOff aria-hidden="true" />{t('isHidden')}</Badge> {mine ? t('hiddenMine') : t('hiddenOther')}</p>}
      {open === 'edit' ? <EditComment comment={comment} onDone={() => { setOpen(null); focusComment(comment.id); }} /> : comment.text !== null && <CommentText text={comment.text} />}
      {comment.video !== null && <AnswerVideo comment={comment} />}
      <footer className={css.actions}>
        {onReply !== undefined && <Button look="quiet" className={css.small} onClick={onReply}><Reply aria-hidden="true" />{t('reply')}</Button>}
        {mine && comment.text !== null && open !== 'edit' && <Button look="quiet" className={css.small} onClick={() => setOpen('edit')}><Pencil aria-hidden="true" />{t('edit')}</Button>}
        <More comment={comment} mine={mine} onHide={() => setOpen('hide')} onDelete={() => setOpen('delete')} />
      </footer>
      {children}
      {open === 'hide' && <HideDialog comment={comment} onClose={() => setOpen(null)} />}
      {open === 'delete' && <DeleteDialog comment={comment} replies={replies} onClose={() => setOpen(null)} />}
    </article>
  );
});

function More({ comment, mine, onHide, onDelete }: { readonly comment: Comment; readonly mine: boolean; readonly onHide: () => void; readonly onDelete: () => void }) {
  const t = useTranslations('review');
  const common = useTranslations('common');
  const { me, moderates, exercise } = useReview();
  const share = useShare();
  const staff = me.role === 'staff' || me.role === 'admin';
  return (
    <Menu label={t('moreOf', { name: comment.author?.displayName ?? t('somebody') })} button={<EllipsisVertical aria-hidden="true" />} buttonClassName={css.moreButton}>
      <button type="button" className={menuItem} onClick={() => share({ to: exercise.id, commentId: comment.id })}><Link2 aria-hidden="true" />{t('copyLink')}</button>
      {moderates && !mine && <button type="button" className={menuItem} onClick={onHide}><EyeOff aria-hidden="true" />{comment.state === 'hidden' ? t('unhide') : t('hide')}</button>}
      {(mine || staff) && <button type="button" className={menuItem} onClick={onDelete}><Trash2 aria-hidden="true" />{common('delete')}</button>}
    </Menu>
  );
}

function When({ comment }: { readonly comment: Comment }) {
  const t = useTranslations('review');
  const format = useFormatter();
  const now = useNow({ updateInterval: 30_000 });
  const at = new Date(comment.createdAt);
  return <span className={css.when}><time dateTime={comment.createdAt} title={format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' })}>{format.relativeTime(at, now > at ? now : at)}</time>{comment.editedAt !== null && ` · ${t('edited')}`}</span>;
}
