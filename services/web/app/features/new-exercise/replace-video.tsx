import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Notice, Row, Stack } from '../../ui/layout.tsx';
import { useToast } from '../../ui/toasts.tsx';
import type { Exercise } from '../feed/exercise-queries.ts';
import { Poster } from '../feed/poster.tsx';
import { useChangeExercise } from './change-exercise.ts';
import { ChosenVideo } from './chosen-video.tsx';
import css from './new-exercise.module.css';
import type { Source } from './new-exercise-search.ts';
import { VideoSource } from './video-source.tsx';
import { youtubeId } from './youtube.ts';
import { YoutubeSource } from './youtube-source.tsx';

/** The video of an exercise, and another one in its place: its comments stay. Opened first, so that no file dropped by mistake replaces anything. */
export function ReplaceVideo({ exercise }: { readonly exercise: Exercise }) {
  const t = useTranslations('newExercise');
  const common = useTranslations('common');
  const text = useProblemText();
  const toast = useToast();
  const change = useChangeExercise(exercise.id);
  const [open, setOpen] = useState(false);
  const [source, setSource] = useState<Source>('file');
  const [address, setAddress] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const replace = async (video: { readonly assetId: string } | { readonly youtubeUrl: string }) => {
    setBusy(true);
    setFailure(null);
    try {
      // Whatever else was changed meanwhile stays: this touches the video alone.
      await change(video, null);
      setOpen(false);
      setAddress('');
      toast({ text: t('replaced') });
    } catch (error) {
      setFailure(isProblem(error, 'validation-failed') ? t('assetRefused') : text(error));
    } finally {
      setBusy(false);
    }
  };
  const { video } = exercise;
  if (!open && video.kind === 'asset') return <ChosenVideo assetId={video.assetId} onOther={() => setOpen(true)} other={t('replace')} />;
  return (
    <Card aria-labelledby="replace">
      <Stack>
        <Row between><h2 id="replace">{open ? t('replace') : t('video')}</h2>{open ? <Button look="quiet" onClick={() => setOpen(false)}>{common('cancel')}</Button> : <Button look="quiet" onClick={() => setOpen(true)}><RefreshCw aria-hidden="true" />{t('replace')}</Button>}</Row>
        {!open && <figure className={css.preview}><div><Poster src={null} seed="00" youtube /></div></figure>}
        {open && <p className={css.meanwhile}>{t('replaceText')}</p>}
        {open && <VideoSource source={source} onSource={setSource} onAsset={(assetId) => void replace({ assetId })} youtube={<Stack><YoutubeSource address={address} onAddress={setAddress} /><Row><Button look="primary" busy={busy} disabled={youtubeId(address) === null} onClick={() => void replace({ youtubeUrl: address.trim() })}>{t('useAddress')}</Button></Row></Stack>} />}
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
      </Stack>
    </Card>
  );
}
