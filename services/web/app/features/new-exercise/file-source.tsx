import { Upload as UploadIcon } from 'lucide-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { useMe } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { HiddenText, Notice, Stack } from '../../ui/layout.tsx';
import { useSizes } from '../../ui/sizes.ts';
import { ACCEPT, MAX_BYTES, refusalOf } from '../../uploads/upload-rules.ts';
import { uploads } from '../../uploads/upload-manager.ts';
import { ConsentGate } from '../privacy/consent-gate.tsx';
import css from './new-exercise.module.css';

/** Drop, paste or pick a file; it begins to be uploaded at once. */
export function FileSource({ onBegun }: { readonly onBegun: (assetId: string, filename: string) => void }) {
  const t = useTranslations('newExercise');
  const text = useProblemText();
  const me = useMe();
  const { size } = useSizes();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [waits, setWaits] = useState<File | null>(null);

  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const refusal = refusalOf(file);
    if (refusal !== null) return setFailure(t(`refused.${refusal}`, { name: file.name, size: size(file.size), max: size(MAX_BYTES) }));
    setFailure(null);
    setBusy(true);
    try {
      const { assetId } = await uploads.begin(me.id, file);
      onBegun(assetId, file.name);
    } catch (error) {
      if (isProblem(error, 'consent-required')) setWaits(file);
      else setFailure(text(error));
    } finally {
      setBusy(false);
    }
  };
  const latest = useRef(take);
  latest.current = take;

  useEffect(() => {
    const paste = (event: ClipboardEvent) => void latest.current(event.clipboardData?.files[0]);
    const drop = (event: globalThis.DragEvent) => {
      event.preventDefault();
      setOver(false);
      void latest.current(event.dataTransfer?.files[0]);
    };
    const drag = (event: globalThis.DragEvent) => {
      // Elsewhere on the page a dropped file would replace the page.
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(true);
    };
    addEventListener('paste', paste);
    addEventListener('dragover', drag);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('paste', paste);
      removeEventListener('dragover', drag);
      removeEventListener('drop', drop);
    };
  }, []);

  if (waits !== null) {
    return <ConsentGate purpose="video_processing" why={t('whyConsent', { name: waits.name })} onGiven={() => {
      const file = waits;
      setWaits(null);
      void take(file);
    }} />;
  }
  return (
    <Stack>
      <div className={css.drop} data-over={over || undefined} onDragLeave={(event: DragEvent) => (event.currentTarget === event.target ? setOver(false) : undefined)}>
        <UploadIcon aria-hidden="true" />
        <h2>{t('dropTitle')}</h2>
        <p>{t('dropText', { max: size(MAX_BYTES) })}</p>
        <Button look="primary" busy={busy} onClick={() => input.current?.click()}>{t('pick')}</Button>
        <label><HiddenText>{t('pick')}</HiddenText><input ref={input} type="file" className={css.fileInput} tabIndex={-1} accept={ACCEPT} onChange={(event) => { void take(event.currentTarget.files?.[0]); event.currentTarget.value = ''; }} /></label>
      </div>
      {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
    </Stack>
  );
}
