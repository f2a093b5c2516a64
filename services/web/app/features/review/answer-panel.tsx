import { Camera, FileVideo, Link2, X } from 'lucide-react';
import { type FormEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button, IconButton } from '../../ui/button.tsx';
import { Choice, TextField } from '../../ui/field.tsx';
import { textOf } from '../../ui/form-text.ts';
import { Notice, Quiet, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { FileSource } from '../new-exercise/file-source.tsx';
import { youtubeId } from '../new-exercise/youtube.ts';
import { momentOf } from './anchor.ts';
import type { Anchor } from './comments.ts';
import type { Attached } from './drafts.ts';
import { useReview } from './review-context.ts';
import css from './review.module.css';

const Recorder = lazy(() => import('../recorder/recorder.tsx').then((module) => ({ default: module.Recorder })));
const WAYS = [['record', Camera], ['file', FileVideo], ['youtube', Link2]] as const;

interface AnswerPanelProps {
  readonly anchor: Anchor | null | undefined;
  readonly onAnchor: (anchor: Anchor) => void;
  readonly onVideo: (video: Attached) => void;
  readonly onClose: () => void;
}

/** Three ways to a video that answers: recorded beside the running exercise, from a file, or a link to YouTube. */
export function AnswerPanel({ anchor, onAnchor, onVideo, onClose }: AnswerPanelProps) {
  const t = useTranslations('review');
  const [way, setWay] = useState<(typeof WAYS)[number][0]>('record');
  const [recording, setRecording] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <section className={css.answerPanel} aria-labelledby="answer-with-video">
      <Stack gap={3}>
        <Row between><h3 id="answer-with-video">{t('answerWithVideo')}</h3><IconButton label={t('closeAnswer')} disabled={recording} onClick={onClose}><X aria-hidden="true" /></IconButton></Row>
        <div className={css.ways} role="group" aria-label={t('answerWays')}>
          {WAYS.map(([name, Icon]) => <button key={name} ref={name === 'record' ? first : null} type="button" className={css.way} aria-pressed={way === name} disabled={recording} onClick={() => setWay(name)}><Icon aria-hidden="true" />{t(`way.${name}`)}</button>)}
        </div>
        {way === 'record' && <Record {...{ anchor, onAnchor, onVideo }} onRecording={setRecording} />}
        {way === 'file' && <FileSource onBegun={(assetId, name) => onVideo({ kind: 'asset', assetId, name })} />}
        {way === 'youtube' && <YouTubeLink onVideo={onVideo} />}
      </Stack>
    </section>
  );
}

/** Watch while recording: the exercise starts, pauses and stops with the recording, so that both can be laid over each other later. */
function Record({ anchor, onAnchor, onVideo, onRecording }: Omit<AnswerPanelProps, 'onClose'> & { readonly onRecording: (recording: boolean) => void }) {
  const t = useTranslations('review');
  const { playable, playableNow } = useReview();
  const [along, setAlong] = useState(playableNow);
  const running = useRef(false);
  const started = () => {
    onRecording(true);
    if (!along || !playableNow) return;
    const { timeMs, durationMs } = playable.state();
    const from = anchor ?? momentOf(timeMs, durationMs);
    onAnchor({ startMs: from.startMs });
    playable.seek(from.startMs);
    playable.play();
    running.current = true;
  };
  const hold = (on: boolean) => {
    if (!running.current) return;
    if (on) playable.pause();
    else playable.play();
  };
  const stopped = () => {
    hold(true);
    running.current = false;
    onRecording(false);
  };
  return (
    <>
      {playableNow && <Choice checked={along} onChange={(event) => setAlong(event.currentTarget.checked)} hint={along ? t('headphones') : undefined}>{t('playAlong')}</Choice>}
      <Suspense fallback={<div aria-busy="true"><Skeleton height="16rem" /></div>}>
        <Recorder compact onStarted={started} onStopped={stopped} onPaused={() => hold(true)} onResumed={() => hold(false)} onTake={({ assetId }) => onVideo({ kind: 'asset', assetId, name: t('yourTake') })} />
      </Suspense>
    </>
  );
}

function YouTubeLink({ onVideo }: { readonly onVideo: (video: Attached) => void }) {
  const t = useTranslations('review');
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const url = textOf(new FormData(event.currentTarget), 'youtubeUrl').trim();
    if (youtubeId(url) === null) setWrong(true);
    else onVideo({ kind: 'youtube', url });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={3}>
        <TextField label={t('youtubeLink')} name="youtubeUrl" type="url" inputMode="url" autoComplete="off" required hint={t('youtubeHint')} error={wrong ? t('youtubeWrong') : null} />
        <Row><Button type="submit" look="primary">{t('useLink')}</Button></Row>
      </Stack>
    </form>
  );
}

/** The video that will be sent with the comment. */
export function AttachedVideo({ video, onRemove }: { readonly video: Attached; readonly onRemove: () => void }) {
  const t = useTranslations('review');
  return (
    <Notice tone="good">
      <div className={css.attached}>
        <span><strong>{video.kind === 'asset' ? video.name : t('youtubeVideo')}</strong><br /><Quiet small>{video.kind === 'asset' ? t('attached') : video.url}</Quiet></span>
        <IconButton label={t('removeVideo')} onClick={onRemove}><X aria-hidden="true" /></IconButton>
      </div>
    </Notice>
  );
}
