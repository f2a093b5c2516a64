import { Camera, CameraOff } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { useMe } from '../../session/session.ts';
import { Button, Spinner } from '../../ui/button.tsx';
import { HiddenText, Notice, Row } from '../../ui/layout.tsx';
import { useSizes } from '../../ui/sizes.ts';
import { uploads } from '../../uploads/upload-manager.ts';
import { ACCEPT, MAX_BYTES, refusalOf } from '../../uploads/upload-rules.ts';
import type { Trouble } from './camera-errors.ts';
import css from './recorder.module.css';
import type { RecorderSession } from './recorder-session.ts';

/** In place of the picture, before there is one: the camera is turned on by the person, not by us. */
export function CameraOffStage({ session, asking, heading: Heading }: { readonly session: RecorderSession; readonly asking: boolean; readonly heading: 'h2' | 'h3' }) {
  const t = useTranslations('recorder');
  return (
    <div className={css.blank}>
      {asking ? <Spinner /> : <Camera aria-hidden="true" />}
      <Heading>{t(asking ? 'asking' : 'off')}</Heading>
      <p>{t(asking ? 'askingText' : 'offText')}</p>
      {!asking && <Button data-main look="primary" onClick={() => session.turnOn()}>{t('turnOn')}</Button>}
    </div>
  );
}

interface TroubleProps {
  readonly session: RecorderSession;
  readonly trouble: Trouble;
  readonly heading: 'h2' | 'h3';
  readonly onFile: (assetId: string) => void;
}

/** What is wrong with the camera, and what one can do: mend it, do without, or take a file. */
export function TroubleStage({ session, trouble, heading: Heading, onFile }: TroubleProps) {
  const t = useTranslations('recorder');
  const hopeless = trouble === 'unsupported' || trouble === 'insecure';
  return (
    <div className={css.blank}>
      <CameraOff aria-hidden="true" />
      <div role="alert"><Heading>{t(`trouble.${trouble}.title`)}</Heading><p>{t(`trouble.${trouble}.text`)}</p></div>
      <Row className={css.centred}>
        {!hopeless && <Button data-main look="primary" onClick={() => session.turnOn()}>{t('retry')}</Button>}
        {trouble === 'noMicrophone' && <Button onClick={() => session.turnOn({ sound: false })}>{t('silent')}</Button>}
        <FileInstead primary={hopeless} onFile={onFile} />
      </Row>
    </div>
  );
}

/** A film made with something else: phones offer their own camera here. */
function FileInstead({ primary, onFile }: { readonly primary: boolean; readonly onFile: (assetId: string) => void }) {
  const t = useTranslations('recorder');
  const refusals = useTranslations('newExercise');
  const text = useProblemText();
  const { size } = useSizes();
  const me = useMe();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const take = async (file: File) => {
    const refusal = refusalOf(file);
    if (refusal !== null) return setFailure(refusals(`refused.${refusal}`, { name: file.name, size: size(file.size), max: size(MAX_BYTES) }));
    setFailure(null);
    setBusy(true);
    try {
      onFile((await uploads.begin(me.id, file)).assetId);
    } catch (error) {
      setFailure(text(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button look={primary ? 'primary' : 'secondary'} busy={busy} onClick={() => input.current?.click()}>{t('file')}</Button>
      <label className={css.hidden}><HiddenText>{t('file')}</HiddenText><input ref={input} type="file" tabIndex={-1} accept={`video/*,${ACCEPT}`} capture="user" onChange={(event) => {
        const [file] = event.currentTarget.files ?? [];
        if (file !== undefined) void take(file);
        event.currentTarget.value = '';
      }} /></label>
      {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
    </>
  );
}
