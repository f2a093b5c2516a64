import { CircleCheck, CirclePause, CloudOff, Pause, Play, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../client/problem-text.ts';
import { Button, IconButton, Spinner } from '../ui/button.tsx';
import { HiddenText, Notice, Progress, Row, Stack } from '../ui/layout.tsx';
import { useSizes } from '../ui/sizes.ts';
import css from './uploads.module.css';
import type { Upload } from './upload.ts';
import { ACCEPT } from './upload-rules.ts';
import { uploads } from './upload-manager.ts';

/** How far an upload is, and what one can do about it. */
export function UploadProgress({ upload }: { readonly upload: Upload }) {
  const t = useTranslations('uploads');
  const text = useProblemText();
  const { size, seconds } = useSizes();
  const [failure, setFailure] = useState<string | null>(null);
  const { id, filename, state, sent, rate, secondsLeft, problem } = upload;
  const percent = upload.size === 0 ? 0 : Math.floor((sent / upload.size) * 100);
  const attempt = (act: Promise<unknown>) => {
    setFailure(null);
    act.catch((error: unknown) => setFailure(text(error)));
  };
  return (
    <div className={css.upload}>
      <Stack gap={2}>
        <Row between>
          <strong className={css.name}><Icon state={state} />{filename}</strong>
          <Row gap={1}>
            {state === 'uploading' && <IconButton label={t('pause')} onClick={() => attempt(uploads.pause(id, true))}><Pause aria-hidden="true" /></IconButton>}
            {state === 'paused' && <IconButton label={t('goOn')} onClick={() => attempt(uploads.pause(id, false))}><Play aria-hidden="true" /></IconButton>}
            {state === 'failed' && <Button onClick={() => attempt(uploads.retry(id))}><RotateCcw aria-hidden="true" />{t('retry')}</Button>}
            {state !== 'done' && state !== 'completing' && <IconButton label={t('cancel', { name: filename })} onClick={() => attempt(uploads.cancel(id))}><X aria-hidden="true" /></IconButton>}
          </Row>
        </Row>
        {state !== 'needs-file' && <Progress label={t('progressOf', { name: filename })} value={sent} max={upload.size} />}
        <span className={css.facts}>
          {state === 'uploading' && <><span>{t('sentOf', { sent: size(sent), total: size(upload.size) })}</span>{rate !== null && <span>{t('rate', { rate: size(rate) })}</span>}{secondsLeft !== null && <span>{t('left', { time: seconds(secondsLeft) })}</span>}</>}
          {state !== 'uploading' && <span>{t(`state.${state}`)}</span>}
        </span>
        {/* For those who cannot see the bar: each tenth, and each change. */}
        <HiddenText><span role="status">{state === 'uploading' ? t('percent', { percent: Math.floor(percent / 10) * 10 }) : t(`state.${state}`)}</span></HiddenText>
        {state === 'failed' && problem !== null && <Notice tone="bad">{text(problem)}</Notice>}
        {state === 'needs-file' && <PickAgain upload={upload} />}
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
      </Stack>
    </div>
  );
}

function Icon({ state }: { readonly state: Upload['state'] }) {
  if (state === 'done') return <CircleCheck aria-hidden="true" className={css.good} />;
  if (state === 'paused') return <CirclePause aria-hidden="true" />;
  if (state === 'offline' || state === 'failed') return <CloudOff aria-hidden="true" />;
  return state === 'needs-file' ? <CirclePause aria-hidden="true" /> : <Spinner />;
}

function PickAgain({ upload }: { readonly upload: Upload }) {
  const t = useTranslations('uploads');
  const [wrong, setWrong] = useState(false);
  return (
    <Stack gap={2}>
      <label className={css.pick}>
        {t('pickAgain', { name: upload.filename })}
        <input type="file" accept={ACCEPT} onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) void uploads.goOn(upload.id, file).then((same) => setWrong(!same));
        }} />
      </label>
      {wrong && <Notice tone="warn" live>{t('otherFile')}</Notice>}
    </Stack>
  );
}
