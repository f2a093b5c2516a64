import { FileVideo } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../client/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { HiddenText, Notice, Stack } from '../ui/layout.tsx';
import { useSizes } from '../ui/sizes.ts';
import type { Upload } from './upload.ts';
import { uploads } from './upload-manager.ts';
import { ACCEPT } from './upload-rules.ts';
import css from './uploads.module.css';

/** Asks for the file that an upload was begun with: only its name and size are known here. */
export function PickAgain({ upload }: { readonly upload: Upload }) {
  const t = useTranslations('uploads');
  const text = useProblemText();
  const { size } = useSizes();
  const input = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setFailure(null);
    try {
      if (!await uploads.goOn(upload.id, file)) setFailure(t('otherFile', { given: file.name, givenSize: size(file.size), name: upload.filename, size: size(upload.size) }));
    } catch (error) {
      setFailure(text(error));
    }
  };
  return (
    <Stack gap={2}>
      <div className={css.pick}>
        <span>{t('pickAgain', { name: upload.filename, size: size(upload.size) })}</span>
        <Button onClick={() => input.current?.click()}><FileVideo aria-hidden="true" />{t('pick')}</Button>
        <label><HiddenText>{t('pick')}</HiddenText><input ref={input} type="file" className={css.fileInput} tabIndex={-1} accept={ACCEPT} onChange={(event) => { void take(event.currentTarget.files?.[0]); event.currentTarget.value = ''; }} /></label>
      </div>
      {failure !== null && <Notice tone="warn" live>{failure}</Notice>}
    </Stack>
  );
}
