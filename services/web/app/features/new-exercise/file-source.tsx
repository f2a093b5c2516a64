import { Link } from '@tanstack/react-router';
import { Upload as UploadIcon } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { useMe } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { HiddenText, Notice, Row, Stack } from '../../ui/layout.tsx';
import { useSizes } from '../../ui/sizes.ts';
import { begunWith } from '../../uploads/resume.ts';
import type { Upload } from '../../uploads/upload.ts';
import { uploads } from '../../uploads/upload-manager.ts';
import { ACCEPT, MAX_SAID, refusalOf } from '../../uploads/upload-rules.ts';
import { ConsentGate } from '../privacy/consent-gate.tsx';
import css from './new-exercise.module.css';
import { useDroppedFiles } from './use-dropped-files.ts';

/** Why nothing was begun, and the file to try again with. */
interface Failure {
  readonly text: string;
  readonly full?: boolean;
  readonly file?: File;
}

/** Drop, paste or pick a file; it begins to be uploaded at once. One that was begun earlier goes on instead. */
export function FileSource({ onBegun }: { readonly onBegun: (assetId: string, filename: string) => void }) {
  const t = useTranslations('newExercise');
  const common = useTranslations('common');
  const text = useProblemText();
  const me = useMe();
  const { size } = useSizes();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [waits, setWaits] = useState<File | null>(null);
  const [begun, setBegun] = useState<{ readonly upload: Upload; readonly file: File } | null>(null);

  const attempt = async (file: File, act: () => Promise<void>) => {
    setFailure(null);
    setBegun(null);
    setBusy(true);
    try {
      await act();
    } catch (error) {
      if (isProblem(error, 'consent-required')) setWaits(file);
      else setFailure({ text: text(error), full: isProblem(error, 'quota-exceeded'), file });
    } finally {
      setBusy(false);
    }
  };
  const begin = (file: File) => attempt(file, async () => {
    const { assetId } = await uploads.begin(me.id, file);
    onBegun(assetId, file.name);
  });
  const goOn = ({ upload, file }: { readonly upload: Upload; readonly file: File }) => attempt(file, async () => {
    if (await uploads.goOn(upload.id, file)) onBegun(upload.assetId, file.name);
  });
  const take = (files: readonly File[]) => {
    const [file] = files;
    if (file === undefined || busy) return;
    setBegun(null);
    const refusal = files.length > 1 ? 'many' : refusalOf(file);
    const upload = begunWith(uploads.list.all(), file);
    if (refusal !== null) setFailure({ text: t(`refused.${refusal}`, { name: file.name, size: size(file.size), max: size(MAX_SAID) }) });
    else if (upload !== undefined) setBegun({ upload, file });
    else void begin(file);
  };
  const over = useDroppedFiles(take);

  if (waits !== null) {
    return <ConsentGate purpose="video_processing" why={t('whyConsent', { name: waits.name })} otherwise={<Button look="quiet" onClick={() => setWaits(null)}>{common('cancel')}</Button>} onGiven={() => {
      const file = waits;
      setWaits(null);
      void begin(file);
    }} />;
  }
  return (
    <Stack>
      <div className={css.drop} data-over={over || undefined}>
        <UploadIcon aria-hidden="true" />
        <h2>{over ? t('dropNow') : t('dropTitle')}</h2>
        <p>{t('dropText', { max: size(MAX_SAID) })}</p>
        <Button look="primary" busy={busy} onClick={() => input.current?.click()}>{t('pick')}</Button>
        <label><HiddenText>{t('pick')}</HiddenText><input ref={input} type="file" className={css.fileInput} tabIndex={-1} accept={ACCEPT} onChange={(event) => { take([...event.currentTarget.files ?? []]); event.currentTarget.value = ''; }} /></label>
      </div>
      {begun !== null && (
        <Notice tone="info" live>
          <p>{t('begunBefore', { name: begun.file.name, sent: size(begun.upload.sent), total: size(begun.upload.size) })}</p>
          <Row><Button look="primary" onClick={() => void goOn(begun)}>{t('goOn')}</Button><Button onClick={() => void begin(begun.file)}>{t('anew')}</Button></Row>
        </Notice>
      )}
      {failure !== null && (
        <Notice tone="bad" live>
          <p>{failure.text} {failure.full === true && <Link to="/videos">{t('toVideos')}</Link>}</p>
          {failure.file !== undefined && <Row><Button onClick={() => void (failure.file !== undefined && begin(failure.file))}>{common('retry')}</Button></Row>}
        </Notice>
      )}
    </Stack>
  );
}
