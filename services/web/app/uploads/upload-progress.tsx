import { CircleAlert, CircleCheck, CirclePause, CloudOff, Pause, Play, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../client/problem-text.ts';
import { Button, IconButton, Spinner } from '../ui/button.tsx';
import { HiddenText, Notice, Progress, Row, Stack } from '../ui/layout.tsx';
import { useSizes } from '../ui/sizes.ts';
import { CancelUpload } from './cancel-upload.tsx';
import { PickAgain } from './pick-again.tsx';
import { mayPause, type Upload } from './upload.ts';
import { uploads } from './upload-manager.ts';
import css from './uploads.module.css';

/** Refusals after which there is nothing to go on with. */
const ENDED = new Set(['upload-closed', 'not-found']);

/** How far an upload is, and what one can do about it. @param onCancelled called when there is no such upload any more */
export function UploadProgress({ upload, onCancelled }: { readonly upload: Upload; readonly onCancelled?: () => void }) {
  const t = useTranslations('uploads');
  const text = useProblemText();
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { id, filename, state, sent, problem } = upload;
  const attempt = (act: Promise<unknown>) => {
    setFailure(null);
    act.catch((error: unknown) => setFailure(text(error)));
  };
  const ended = problem !== null && ENDED.has(problem.code);
  return (
    <div className={css.upload} data-state={state}>
      <Stack gap={2}>
        <div className={css.head}>
          <strong className={css.name}><Icon state={state} /><span>{filename}</span></strong>
          <Row gap={1}>
            {mayPause(upload) && <IconButton label={t('pause', { name: filename })} onClick={() => attempt(uploads.pause(id, true))}><Pause aria-hidden="true" /></IconButton>}
            {state === 'paused' && <IconButton label={t('goOn', { name: filename })} onClick={() => attempt(uploads.pause(id, false))}><Play aria-hidden="true" /></IconButton>}
            {state === 'failed' && !ended && <Button onClick={() => attempt(uploads.retry(id))}><RotateCcw aria-hidden="true" />{t('retry')}</Button>}
            {state !== 'done' && state !== 'completing' && <IconButton label={t('cancel', { name: filename })} onClick={() => (ended ? uploads.forget(id) : setAsking(true))}><X aria-hidden="true" /></IconButton>}
          </Row>
        </div>
        <Progress label={t('progressOf', { name: filename })} value={sent} max={Math.max(1, upload.size)} />
        <span className={css.facts}><Facts upload={upload} /></span>
        {/* For those who cannot see the bar: each tenth, and each change. */}
        <HiddenText><span role="status">{state === 'uploading' ? t('percent', { percent: Math.floor((sent / Math.max(1, upload.size)) * 10) * 10 }) : t(`state.${state}`)}</span></HiddenText>
        {problem !== null && <Notice tone={state === 'failed' ? 'bad' : 'warn'}>{problem.code === 'file-changed' || problem.code === 'store-refused' ? t(`trouble.${problem.code}`, { name: filename }) : text(problem)}</Notice>}
        {state === 'needs-file' && <PickAgain upload={upload} />}
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
      </Stack>
      {asking && <CancelUpload upload={upload} onClose={() => setAsking(false)} onCancelled={onCancelled} />}
    </div>
  );
}

function Facts({ upload: { state, sent, rate, secondsLeft, size: total } }: { readonly upload: Upload }) {
  const t = useTranslations('uploads');
  const { size, seconds } = useSizes();
  const amount = <span>{t('sentOf', { sent: size(sent), total: size(total) })}</span>;
  if (state === 'uploading') return <>{amount}{rate !== null && rate > 0 && <span>{t('rate', { rate: size(rate) })}</span>}{secondsLeft !== null && <span>{t('left', { time: seconds(secondsLeft) })}</span>}</>;
  return <>{(state === 'starting' || state === 'paused' || state === 'offline' || state === 'waiting' || (state === 'needs-file' && sent > 0)) && amount}<span>{t(`state.${state}`)}</span></>;
}

function Icon({ state }: { readonly state: Upload['state'] }) {
  if (state === 'done') return <CircleCheck aria-hidden="true" className={css.good} />;
  if (state === 'paused' || state === 'needs-file') return <CirclePause aria-hidden="true" />;
  if (state === 'failed') return <CircleAlert aria-hidden="true" className={css.bad} />;
  return state === 'offline' || state === 'waiting' ? <CloudOff aria-hidden="true" /> : <Spinner />;
}
