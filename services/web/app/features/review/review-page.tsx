import { SlidersHorizontal } from 'lucide-react';
import { useSearch } from '@tanstack/react-router';
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Mark } from '../../player/mark.ts';
import { usePlay } from '../../player/playable.ts';
import { VideoPlayer } from '../../player/video-player.ts';
import { YouTubePlayer } from '../../player/youtube-player.ts';
import { isStaff, useMe } from '../../session/session.ts';
import { type Preference, store, stored } from '../../shell/preferences.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { HiddenText, Notice, Row, Skeleton } from '../../ui/layout.tsx';
import { Menu, menuItem } from '../../ui/menu.tsx';
import { clock } from '../../ui/sizes.ts';
import type { Exercise } from '../feed/exercise-queries.ts';
import { CommentList } from './comment-list.tsx';
import type { Comment } from './comment-queries.ts';
import { latestAt, type Order, ORDERS } from './comments.ts';
import { Composer } from './composer.tsx';
import { ExerciseHead } from './exercise-head.tsx';
import { type Review, ReviewProvider } from './review-context.ts';
import css from './review.module.css';
import { ShareProvider } from './share.tsx';
import { reveal } from './reveal.ts';
import { Stage } from './stage.tsx';
import { useComments } from './use-comments.ts';

const NONE: readonly Comment[] = [];

/** The video left, what is said about it right; below each other where there is no room. */
export function ReviewPage({ exercise }: { readonly exercise: Exercise }) {
  const t = useTranslations('review');
  const me = useMe();
  const search = useSearch({ from: '/signed-in/exercises/$exerciseId' });
  const { comments, error, retry, arrived } = useComments(exercise.id, me.id);
  const panel = useRef<HTMLDivElement>(null);
  const [video] = useState(() => new VideoPlayer());
  const [tube] = useState(() => new YouTubePlayer());
  const playable = exercise.video.kind === 'asset' ? video : tube;
  const ready = usePlay(playable, ({ phase }) => phase === 'ready');
  const input = useRef<HTMLTextAreaElement>(null);
  const [pointed, point] = usePointed(comments, search.comment, panel);
  const [order, setOrder] = useState<Order>(() => ORDERS.find((one) => one === stored('commentOrder')) ?? 'moment');
  const [pauses, setPauses] = useSwitch('pauseWhileTyping');
  const [follows, setFollows] = useSwitch('followComments');

  const review = useMemo<Review>(() => ({
    exercise, me, moderates: exercise.owner.id === me.id || isStaff(me), playable, playableNow: ready,
    seek: (ms) => playable.seek(ms),
  }), [exercise, me, playable, ready]);
  const marks = useMemo(() => marksOf(comments ?? NONE, t), [comments, t]);
  const activeMark = usePlay(playable, ({ timeMs }) => latestAt(comments ?? NONE, timeMs));
  const moreKeys = useMemo(() => [{ key: 't', label: t('keyWrite'), run: () => input.current?.focus() }], [t]);
  const linked = comments?.find(({ id }) => id === search.comment)?.anchor?.startMs;
  useLinkedMoment(playable.seek.bind(playable), search.t === undefined ? linked : undefined, ready);

  return (
    <ReviewProvider value={review}>
      <ShareProvider>
        <div className={css.screen}>
          <div className={css.stage}><Stage {...{ video, tube, marks, activeMark, moreKeys }} onMark={({ id }) => point(id)} startMs={search.t ?? 0} /></div>
          <div className={css.about}><ExerciseHead /></div>
          <section className={css.side} aria-labelledby="comments">
            <Row between gap={2} className={css.sideHead}>
              <h2 id="comments" tabIndex={-1}>{t('comments', { count: exercise.commentCount })}</h2>
              <Row gap={1}>
                <select className={css.order} aria-label={t('order')} value={order} onChange={({ currentTarget: { value } }) => { const next = ORDERS.find((one) => one === value) ?? 'moment'; setOrder(next); store('commentOrder', next); }}>
                  {ORDERS.map((one) => <option key={one} value={one}>{t(`orderBy.${one}`)}</option>)}
                </select>
                <Menu label={t('settings')} button={<SlidersHorizontal aria-hidden="true" />} buttonClassName={css.moreButton}>
                  <Toggle on={pauses} onChange={setPauses}>{t('pauseWhileTyping')}</Toggle>
                  <Toggle on={follows} onChange={setFollows}>{t('followVideo')}</Toggle>
                </Menu>
              </Row>
            </Row>
            <Composer parentId={null} pauses={pauses} input={input} onSent={({ id }) => point(id)} />
            <div ref={panel} className={css.scroll} aria-busy={comments === undefined}>
              {comments !== undefined && <CommentList {...{ comments, order, pointed, follows, pauses, panel }} />}
              {comments === undefined && error === null && <><Skeleton height="7rem" /><Skeleton height="7rem" /><Skeleton height="7rem" /></>}
              {comments === undefined && error !== null && <Failed error={error} retry={retry} />}
            </div>
            <HiddenText><span role="status">{arrived.length === 0 ? '' : arrived.length === 1 && arrived[0] !== undefined ? t('arrived', { name: arrived[0].author?.displayName ?? t('somebody'), moment: arrived[0].anchor === null ? 'none' : 'at', time: clock(arrived[0].anchor?.startMs ?? 0) }) : t('arrivedMany', { count: arrived.length })}</span></HiddenText>
          </section>
        </div>
      </ShareProvider>
    </ReviewProvider>
  );
}

function Failed({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  const common = useTranslations('common');
  const text = useProblemText();
  return <Notice tone="bad" live><Row between><span>{text(error)}</span><Button onClick={retry}>{common('retry')}</Button></Row></Notice>;
}

const Toggle = ({ on, onChange, children }: { readonly on: boolean; readonly onChange: (on: boolean) => void; readonly children: ReactNode }) => <button type="button" className={menuItem} aria-pressed={on} onClick={() => onChange(!on)}>{children}{on && ' ✓'}</button>;

/** On unless it was switched off in this browser. */
function useSwitch(name: Preference): readonly [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => stored(name) !== 'off');
  return [on, (next) => { setOn(next); store(name, next ? 'on' : 'off'); }];
}

function marksOf(comments: readonly Comment[], t: ReturnType<typeof useTranslations<'review'>>): readonly Mark[] {
  return comments.flatMap(({ id, anchor, author, text, video, state }) => (anchor === null || state === 'deleted' ? [] : [{
    id, startMs: anchor.startMs, endMs: anchor.endMs, kind: video === null ? 'text' as const : 'video' as const,
    label: t('mark', { name: author?.displayName ?? t('somebody'), time: clock(anchor.startMs), text: (text ?? t('aVideo')).slice(0, 90) }),
  }])).toSorted((x, y) => x.startMs - y.startMs);
}

/** The comment that somebody is led to: from the address once, later by presses on the timeline. */
function usePointed(comments: readonly Comment[] | undefined, linked: string | undefined, panel: RefObject<HTMLElement | null>): readonly [string | null, (id: string) => void] {
  const [lead, setLead] = useState<{ readonly id: string; readonly focus: boolean } | null>(linked === undefined ? null : { id: linked, focus: true });
  const done = useRef<object | null>(null);
  useEffect(() => {
    const item = lead === null || done.current === lead ? null : document.getElementById(`comment-${lead.id}`);
    if (item === null) return;
    done.current = lead;
    reveal(item, panel.current);
    if (lead?.focus) item.focus({ preventScroll: true });
  }, [lead, comments, panel]);
  return [lead?.id ?? null, useCallback((id: string) => setLead({ id, focus: false }), [])];
}

/** A link to a comment shows its moment too, once, when the video is there. */
function useLinkedMoment(seek: (ms: number) => void, ms: number | undefined, ready: boolean): void {
  const done = useRef(false);
  useEffect(() => {
    if (done.current || ms === undefined || !ready) return;
    done.current = true;
    seek(ms);
  }, [seek, ms, ready]);
}
