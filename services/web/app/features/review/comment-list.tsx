import { MessageCircle } from 'lucide-react';
import { type RefObject, useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { usePlay } from '../../player/playable.ts';
import { Empty } from '../../ui/layout.tsx';
import { CommentItem, focusComment } from './comment-item.tsx';
import type { Comment } from './comment-queries.ts';
import { latestAt, type Order, type Thread, threadsOf } from './comments.ts';
import { Composer } from './composer.tsx';
import { reveal, scrollsByItself } from './reveal.ts';
import { useReview } from './review-context.ts';
import css from './review.module.css';

interface CommentListProps {
  readonly comments: readonly Comment[];
  readonly order: Order;
  readonly pointed: string | null;
  readonly follows: boolean;
  readonly pauses: boolean;
  /** The part of the page that scrolls by itself, where there is room beside the video. */
  readonly panel: RefObject<HTMLElement | null>;
}

export function CommentList({ comments, order, pointed, follows, pauses, panel }: CommentListProps) {
  const t = useTranslations('review');
  const threads = useMemo(() => threadsOf(comments, order), [comments, order]);
  useFollow(comments, follows, panel);
  if (threads.length === 0) return <Empty icon={MessageCircle} title={t('none')}><p>{t('noneText')}</p></Empty>;
  return <ol role="list" className={css.list}>{threads.map((thread) => <li key={thread.comment.id}><ThreadItem {...{ thread, pointed, pauses }} /></li>)}</ol>;
}

function ThreadItem({ thread: { comment, replies }, pointed, pauses }: { readonly thread: Thread<Comment>; readonly pointed: string | null; readonly pauses: boolean }) {
  const t = useTranslations('review');
  const [replying, setReplying] = useState(false);
  const close = (next: string) => {
    setReplying(false);
    focusComment(next);
  };
  const answerable = comment.parentId === null && comment.state !== 'deleted';
  return (
    <CommentItem comment={comment} replies={replies.length} pointed={pointed === comment.id} onReply={answerable ? () => setReplying(true) : undefined}>
      {(replies.length > 0 || replying) && (
        <div className={css.replies}>
          {replies.length > 0 && <ol role="list" aria-label={t('replies', { count: replies.length })}>{replies.map((reply) => <li key={reply.id}><CommentItem comment={reply} replies={0} pointed={pointed === reply.id} /></li>)}</ol>}
          {replying && <Composer parentId={comment.id} pauses={pauses} onSent={({ id }) => close(id)} onCancel={() => close(comment.id)} />}
        </div>
      )}
    </CommentItem>
  );
}

/** While the video plays, what is said about this moment is in view. Only the panel moves: never the page, never the focus. */
function useFollow(comments: readonly Comment[], follows: boolean, panel: RefObject<HTMLElement | null>): void {
  const { playable } = useReview();
  const current = usePlay(playable, ({ timeMs, playing }) => (follows && playing ? latestAt(comments, timeMs) : null));
  useEffect(() => {
    const box = panel.current;
    const item = current === null ? null : document.getElementById(`comment-${current}`);
    if (box !== null && item !== null && scrollsByItself(box) && !box.contains(document.activeElement)) reveal(item, box);
  }, [current, panel]);
}
