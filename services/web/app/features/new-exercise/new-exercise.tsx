import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Camera, FileVideo, SquarePlay } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { body, exercises, idempotencyKey } from '../../client/client.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { mayPublish, useMe } from '../../session/session.ts';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Card, Notice, Page, Stack } from '../../ui/layout.tsx';
import { useForm } from '../../ui/use-form.ts';
import { Poster } from '../feed/poster.tsx';
import { Recorder } from '../recorder/recorder.tsx';
import { assetQuery } from '../videos/asset-queries.ts';
import { PipelineStatus } from '../videos/pipeline-status.tsx';
import { draftOf, keepDraft } from './draft.ts';
import { ExerciseFields } from './exercise-fields.tsx';
import { FileSource } from './file-source.tsx';
import css from './new-exercise.module.css';
import { type Source, SOURCES } from './new-exercise-search.ts';
import { youtubeId } from './youtube.ts';

const ICONS = { file: FileVideo, camera: Camera, youtube: SquarePlay } as const;

export function NewExerciseScreen() {
  const t = useTranslations('newExercise');
  const text = useProblemText();
  const me = useMe();
  const { source = 'file', asset: assetId } = useSearch({ from: '/signed-in/exercises/new' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [value, setValue] = useState(() => draftOf(me.id, mayPublish(me)));
  const [address, setAddress] = useState('');
  const key = useRef(idempotencyKey());
  useEffect(() => keepDraft(me.id, value), [me.id, value]);
  const videoId = youtubeId(address);
  const ready = source === 'youtube' && assetId === undefined ? videoId !== null : assetId !== undefined;

  const form = useForm(['/name', '/description', '/youtubeUrl', '/assetId'], async () => {
    try {
      const made = await body(exercises.POST('/api/exercises/v1/exercises', {
        params: { header: { 'Idempotency-Key': key.current } } as never,
        body: { name: value.name.trim(), ...(value.description.trim() === '' ? {} : { description: value.description.trim() }), visibility: mayPublish(me) ? value.visibility : 'private', ...(assetId === undefined ? { youtubeUrl: address.trim() } : { assetId }) },
      }));
      keepDraft(me.id, null);
      await client.invalidateQueries({ queryKey: ['exercises'] });
      await navigate({ to: '/exercises/$exerciseId', params: { exerciseId: made.id } });
    } finally {
      // What was refused may be changed and sent again as something new.
      key.current = idempotencyKey();
    }
  }, (error) => (error.code === 'name-taken' ? { pointer: '/name', detail: text(error) } : null));

  const choose = (next: Source) => void navigate({ to: '/exercises/new', search: { source: next }, replace: true });
  const begun = (id: string, filename?: string) => {
    if (value.name === '' && filename !== undefined) setValue((before) => ({ ...before, name: nameFrom(filename) }));
    void navigate({ to: '/exercises/new', search: { source, asset: id }, replace: true });
  };
  return (
    <Page title={t('title')} lead={t('lead')} width="reading">
      <ScreenTitle>{t('title')}</ScreenTitle>
      <Stack gap={5}>
        {assetId === undefined ? (
          <Card>
            <div role="tablist" aria-label={t('source')} className={css.tabs}>
              {SOURCES.map((name) => {
                const Icon = ICONS[name];
                return (
                  <button key={name} type="button" role="tab" id={`tab-${name}`} aria-selected={source === name} aria-controls="source" tabIndex={source === name ? 0 : -1} onClick={() => choose(name)}
                    onKeyDown={(event) => {
                      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
                      const next = SOURCES[(SOURCES.indexOf(name) + step + SOURCES.length) % SOURCES.length];
                      if (step === 0 || next === undefined) return;
                      choose(next);
                      document.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
                    }}><Icon aria-hidden="true" />{t(`sources.${name}`)}</button>
                );
              })}
            </div>
            <div role="tabpanel" id="source" aria-labelledby={`tab-${source}`} className={css.panel}>
              {source === 'file' && <FileSource onBegun={begun} />}
              {source === 'camera' && <Recorder onTake={({ assetId: taken }) => begun(taken)} />}
              {source === 'youtube' && (
                <Stack>
                  <TextField label={t('address')} hint={t('addressHint')} name="youtubeUrl" type="url" inputMode="url" placeholder="https://www.youtube.com/watch?v=…" value={address} onChange={(event) => setAddress(event.target.value)} error={form.at('/youtubeUrl') ?? (address !== '' && videoId === null ? t('notYoutube') : null)} />
                  {videoId !== null && <div className={css.preview}><Poster src={null} seed="00" youtube /></div>}
                </Stack>
              )}
            </div>
          </Card>
        ) : <Chosen assetId={assetId} />}
        <form onSubmit={form.onSubmit}>
          <Card>
            <Stack gap={5}>
              <ExerciseFields value={value} onChange={setValue} form={form} />
              {form.at('/assetId') !== null && <Notice tone="bad" live>{form.at('/assetId')}</Notice>}
              {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
              <div className={css.submit}>{!ready && <span>{t('firstVideo')}</span>}<Button type="submit" look="primary" busy={form.busy} disabled={!ready}>{t('create')}</Button></div>
            </Stack>
          </Card>
        </form>
      </Stack>
    </Page>
  );
}

/** The video that the exercise will have: on its way, or there. */
function Chosen({ assetId }: { readonly assetId: string }) {
  const t = useTranslations('newExercise');
  const text = useProblemText();
  const { data, error } = useQuery(assetQuery(assetId));
  return (
    <Card aria-labelledby="chosen">
      <Stack>
        <h2 id="chosen">{data?.filename ?? t('video')}</h2>
        {error !== null && <Notice tone="bad">{text(error)}</Notice>}
        {data !== undefined && <PipelineStatus asset={data} />}
        <p className={css.meanwhile}>{t('meanwhile')} <Link to="/exercises/new">{t('another')}</Link></p>
      </Stack>
    </Card>
  );
}

const nameFrom = (filename: string): string => {
  const name = filename.replace(/\.[a-z0-9]{2,5}$/i, '').replaceAll(/[_\s]+/g, ' ').trim();
  return name.length < 3 ? '' : name.slice(0, 140);
};
