import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { body, exercises, idempotencyKey } from '../../client/client.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { mayPublish, useMe } from '../../session/session.ts';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Notice, Page, Stack } from '../../ui/layout.tsx';
import { useForm } from '../../ui/use-form.ts';
import { assetQuery, isRefused } from '../videos/asset-queries.ts';
import { ChosenVideo } from './chosen-video.tsx';
import { draftOf, keepDraft } from './draft.ts';
import { ExerciseFields } from './exercise-fields.tsx';
import { nameFrom } from './name-from.ts';
import css from './new-exercise.module.css';
import { VideoSource } from './video-source.tsx';
import { youtubeId } from './youtube.ts';
import { YoutubeSource } from './youtube-source.tsx';

export function NewExerciseScreen() {
  const t = useTranslations('newExercise');
  const text = useProblemText();
  const me = useMe();
  const { source = 'file', asset: assetId } = useSearch({ from: '/signed-in/exercises/new' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [value, setValue] = useState(() => draftOf(me.id, mayPublish(me)));
  const sent = useRef({ what: '', key: '' });
  /** What got no answer may have been created: the same thing is sent under the same key, another thing under another. */
  const keyFor = (what: string) => {
    if (sent.current.what !== what) sent.current = { what, key: idempotencyKey() };
    return sent.current.key;
  };
  useEffect(() => keepDraft(me.id, value), [me.id, value]);
  const { data: asset } = useQuery({ ...assetQuery(assetId ?? ''), enabled: assetId !== undefined });
  const refused = asset !== undefined && (isRefused(asset.state) || asset.state === 'deleting');
  const ready = assetId === undefined ? source === 'youtube' && youtubeId(value.youtube) !== null : !refused;

  const form = useForm(['/youtubeUrl', '/name', '/description', '/assetId'], async () => {
    const words = { name: value.name.trim(), ...(value.description.trim() === '' ? {} : { description: value.description.trim() }), visibility: mayPublish(me) ? value.visibility : 'private' as const };
    const exercise = { ...words, ...(assetId === undefined ? { youtubeUrl: value.youtube.trim() } : { assetId }) };
    const made = await body(exercises.POST('/api/exercises/v1/exercises', { params: { header: { 'Idempotency-Key': keyFor(JSON.stringify(exercise)) } } as never, body: exercise }));
    keepDraft(me.id, null);
    await client.invalidateQueries({ queryKey: ['exercises'], refetchType: 'none' });
    await navigate({ to: '/exercises/$exerciseId', params: { exerciseId: made.id }, replace: true });
  }, (error) => (error.code === 'name-taken' ? { pointer: '/name', detail: text(error) } : null), { '/name': () => t('nameWrong'), '/description': () => t('descriptionWrong'), '/youtubeUrl': () => t('notYoutube') });

  const choose = (next: typeof source) => void navigate({ to: '/exercises/new', search: { source: next }, replace: true });
  const chosen = (id: string, filename?: string) => {
    if (value.name === '' && filename !== undefined) setValue((before) => ({ ...before, name: nameFrom(filename) }));
    void navigate({ to: '/exercises/new', search: { source, asset: id }, replace: true });
  };
  return (
    <Page title={t('title')} lead={t('lead')} width="reading">
      <ScreenTitle>{t('title')}</ScreenTitle>
      <form onSubmit={form.onSubmit}>
        <Stack gap={5}>
          {assetId === undefined
            ? <Card><VideoSource source={source} onSource={choose} onAsset={chosen} youtube={<YoutubeSource address={value.youtube} onAddress={(youtube) => setValue((before) => ({ ...before, youtube }))} error={form.at('/youtubeUrl')} />} /></Card>
            : <ChosenVideo assetId={assetId} onOther={() => choose(source)} />}
          <Card>
            <Stack gap={5}>
              <ExerciseFields value={value} onChange={(change) => setValue((before) => ({ ...before, ...change }))} form={form} />
              {form.at('/assetId') !== null && <Notice tone="bad" live>{t('assetRefused')}</Notice>}
              {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
              <div className={css.submit}>{!ready && <span>{t(refused ? 'otherVideo' : 'firstVideo')}</span>}<Button type="submit" look="primary" busy={form.busy} disabled={!ready}>{t('create')}</Button></div>
            </Stack>
          </Card>
        </Stack>
      </form>
    </Page>
  );
}
