import { useTranslations } from 'use-intl';
import { TextField } from '../../ui/field.tsx';
import { Stack } from '../../ui/layout.tsx';
import { Poster } from '../feed/poster.tsx';
import css from './new-exercise.module.css';
import { youtubeId } from './youtube.ts';

/** The address of a video at YouTube, and a drawn picture where it will be: nothing is asked of Google. */
export function YoutubeSource({ address, onAddress, error }: { readonly address: string; readonly onAddress: (address: string) => void; readonly error?: string | null }) {
  const t = useTranslations('newExercise');
  const videoId = youtubeId(address);
  const wrong = address.trim().length > 11 && videoId === null ? t('notYoutube') : null;
  return (
    <Stack>
      <TextField label={t('address')} hint={t('addressHint')} name="youtubeUrl" type="url" inputMode="url" autoComplete="off" spellCheck={false} placeholder="https://www.youtube.com/watch?v=…" value={address} onChange={(event) => onAddress(event.target.value)} error={error ?? wrong} />
      {videoId !== null && <figure className={css.preview}><div><Poster src={null} seed="00" youtube /></div><figcaption>{t('youtubeFound', { id: videoId })}</figcaption></figure>}
    </Stack>
  );
}
