import { useQueryClient } from '@tanstack/react-query';
import { Send, Video } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { idempotencyKey } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { HiddenText, Notice, Row, Stack } from '../../ui/layout.tsx';
import { useUploadOf } from '../../uploads/use-uploads.ts';
import { UploadProgress } from '../../uploads/upload-progress.tsx';
import { AnchorChip } from './anchor-chip.tsx';
import { momentOf } from './anchor.ts';
import { AnswerPanel, AttachedVideo } from './answer-panel.tsx';
import { type Comment, putComment, sendComment } from './comment-queries.ts';
import { type Draft, draftKey, useDraft } from './drafts.ts';
import { useReview } from './review-context.ts';
import css from './review.module.css';

/** Characters, as the server counts them. */
const MOST = 1_000;

interface ComposerProps {
  readonly parentId: string | null;
  readonly pauses: boolean;
  readonly input?: RefObject<HTMLTextAreaElement | null>;
  readonly onSent: (comment: Comment) => void;
  readonly onCancel?: () => void;
}

/** Where a comment is written: pinned to the moment at which one began to write, kept until it is sent. */
export function Composer({ parentId, pauses, input, onSent, onCancel }: ComposerProps) {
  const t = useTranslations('review');
  const common = useTranslations('common');
  const text = useProblemText();
  const client = useQueryClient();
  const { exercise, me, playable, playableNow } = useReview();
  const [draft, change, clear] = useDraft(draftKey(me.id, parentId ?? exercise.id));
  const [answering, setAnswering] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const paused = useRef(false);
  const sent = useRef({ words: '', key: '' });
  const own = useRef<HTMLTextAreaElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const [said, setSaid] = useState('');
  const field = input ?? own;
  const pinnable = parentId === null && playableNow;
  const video = draft.video ?? null;
  const upload = useUploadOf(video?.kind === 'asset' ? video.assetId : null);
  const length = [...draft.text].length;
  const empty = draft.text.trim() === '' && video === null;
  const now = () => {
    const { timeMs, durationMs } = playable.state();
    return momentOf(timeMs, durationMs);
  };

  const write = (value: string) => {
    const begins = draft.text === '' && value !== '';
    if (begins && pauses && playable.state().playing) {
      playable.pause();
      paused.current = true;
    }
    setSaid('');
    change({ text: value, ...(begins && pinnable && draft.anchor === undefined ? { anchor: now() } : {}) });
  };
  const send = async () => {
    if (empty || busy || length > MOST) return;
    setBusy(true);
    setFailure(null);
    const complete: Draft = { ...draft, anchor: pinnable ? (draft.anchor === undefined ? now() : draft.anchor) : parentId === null ? draft.anchor ?? null : null };
    const words = JSON.stringify(complete);
    if (sent.current.words !== words) sent.current = { words, key: idempotencyKey() };
    try {
      const comment = await sendComment(exercise.id, complete, parentId, sent.current.key);
      putComment(client, comment);
      void client.invalidateQueries({ queryKey: ['exercise', exercise.id] });
      clear();
      sent.current = { words: '', key: '' };
      if (paused.current) playable.play();
      paused.current = false;
      setSaid(t('sent'));
      // The button that was pressed goes away.
      if (onCancel === undefined) field.current?.focus();
      onSent(comment);
    } catch (error) {
      setFailure(isProblem(error, 'offline') ? t('notSent') : text(error));
    } finally {
      setBusy(false);
    }
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    } else if (event.key === 'Escape') {
      if (onCancel === undefined) event.currentTarget.blur();
      else onCancel();
    }
  };
  return (
    <form className={css.composer} data-open={!empty || answering} onSubmit={(event) => { event.preventDefault(); void send(); }} aria-label={parentId === null ? t('write') : t('writeReply')}>
      <Stack gap={2}>
        {pinnable && <AnchorChip anchor={draft.anchor} onChange={(anchor) => change({ anchor })} />}
        <textarea ref={field} className={css.textarea} aria-label={parentId === null ? t('write') : t('writeReply')} placeholder={parentId === null ? t('placeholder') : t('placeholderReply')} rows={draft.text === '' ? 1 : 3} value={draft.text} dir="auto" {...(parentId === null ? {} : { autoFocus: true })} aria-describedby={length > MOST - 100 ? `left-${parentId ?? 'top'}` : undefined} onChange={(event) => write(event.currentTarget.value)} onKeyDown={keys} />
        {length > MOST - 100 && <p id={`left-${parentId ?? 'top'}`} className={css.left} data-over={length > MOST} role="status">{t('left', { count: MOST - length })}</p>}
        {video !== null && <AttachedVideo video={video} onRemove={() => change({ video: null })} />}
        {upload !== undefined && upload.state !== 'done' && <UploadProgress upload={upload} />}
        {answering && (
          <AnswerPanel
            anchor={draft.anchor} onAnchor={(anchor) => change({ anchor })} onClose={() => {
              setAnswering(false);
              setTimeout(() => opener.current?.focus(), 0);
            }}
            onVideo={(chosen) => {
              change({ video: chosen, ...(pinnable && draft.anchor === undefined ? { anchor: now() } : {}) });
              setAnswering(false);
              setTimeout(() => field.current?.focus(), 0);
            }}
          />
        )}
        <HiddenText><span role="status">{said}</span></HiddenText>
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
        {!answering && (
          <Row between gap={2}>
            {video === null ? <Button ref={opener} onClick={() => setAnswering(true)}><Video aria-hidden="true" />{t('answerWithVideo')}</Button> : <span />}
            <Row gap={2}>
              {onCancel !== undefined && <Button look="quiet" onClick={onCancel}>{common('cancel')}</Button>}
              {(!empty || parentId !== null) && <Button type="submit" look="primary" busy={busy} disabled={empty || length > MOST}><Send aria-hidden="true" />{t('send')}</Button>}
            </Row>
          </Row>
        )}
      </Stack>
    </form>
  );
}
