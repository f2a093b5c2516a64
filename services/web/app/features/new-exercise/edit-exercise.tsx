import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { exercises } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { ErrorScreen } from '../../shell/error-screen.tsx';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Card, Notice, Page, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { useForm } from '../../ui/use-form.ts';
import { type Exercise, exerciseQuery } from '../feed/exercise-queries.ts';
import { ExerciseFields, type ExerciseText } from './exercise-fields.tsx';
import { FileSource } from './file-source.tsx';
import { youtubeId } from './youtube.ts';

export function EditExerciseScreen() {
  const { exerciseId } = useParams({ from: '/signed-in/exercises/$exerciseId/edit' });
  const { data, error, refetch } = useQuery({ ...exerciseQuery(exerciseId), refetchInterval: false });
  if (error !== null) return <ErrorScreen error={error} reset={() => void refetch()} />;
  if (data === undefined) return <Page width="reading"><div aria-busy="true"><Skeleton height="20rem" /></div></Page>;
  return <Edit key={exerciseId} exercise={data.exercise} etag={data.etag} />;
}

function Edit({ exercise, etag: first }: { readonly exercise: Exercise; readonly etag: string | null }) {
  const t = useTranslations('newExercise');
  const text = useProblemText();
  const toast = useToast();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [etag, setEtag] = useState(first);
  const [value, setValue] = useState<ExerciseText>({ name: exercise.name, description: exercise.description ?? '', visibility: exercise.visibility });
  const [changed, setChanged] = useState(false);
  const patch = async (change: object) => {
    const { response } = await exercises.PATCH('/api/exercises/v1/exercises/{id}', { params: { path: { id: exercise.id }, header: etag === null ? {} : { 'If-Match': etag } } as never, body: change });
    setEtag(response.headers.get('etag'));
    await client.invalidateQueries({ queryKey: ['exercise', exercise.id] });
    await client.invalidateQueries({ queryKey: ['exercises'] });
  };
  const form = useForm(['/name', '/description'], async () => {
    try {
      await patch({ name: value.name.trim(), description: value.description.trim(), visibility: value.visibility });
      toast({ text: t('changed') });
      await navigate({ to: '/exercises/$exerciseId', params: { exerciseId: exercise.id } });
    } catch (error) {
      if (isProblem(error, 'precondition-failed')) setChanged(true);
      throw error;
    }
  }, (error) => (error.code === 'name-taken' ? { pointer: '/name', detail: text(error) } : null));
  const loadAnew = async () => {
    await client.invalidateQueries({ queryKey: ['exercise', exercise.id] });
    setEtag((await client.fetchQuery({ ...exerciseQuery(exercise.id), staleTime: 0 })).etag);
    setChanged(false);
  };
  return (
    <Page title={t('editTitle')} lead={<Link to="/exercises/$exerciseId" params={{ exerciseId: exercise.id }}>{exercise.name}</Link>} width="reading">
      <ScreenTitle>{t('editTitle')}</ScreenTitle>
      <Stack gap={5}>
        <form onSubmit={form.onSubmit}>
          <Card>
            <Stack gap={5}>
              <ExerciseFields value={value} onChange={setValue} form={form} />
              {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
              {changed && <Row><Button onClick={() => void loadAnew()}>{t('keepMine')}</Button></Row>}
              <Row><Button type="submit" look="primary" busy={form.busy}>{t('save')}</Button></Row>
            </Stack>
          </Card>
        </form>
        <ReplaceVideo onReplace={patch} />
        <DeleteExercise exercise={exercise} />
      </Stack>
    </Page>
  );
}

function ReplaceVideo({ onReplace }: { readonly onReplace: (change: object) => Promise<void> }) {
  const t = useTranslations('newExercise');
  const text = useProblemText();
  const toast = useToast();
  const [address, setAddress] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const replace = (change: object) => {
    setFailure(null);
    onReplace(change).then(() => toast({ text: t('replaced') }), (error: unknown) => setFailure(text(error)));
  };
  return (
    <Card aria-labelledby="replace">
      <Stack>
        <h2 id="replace">{t('replace')}</h2>
        <p>{t('replaceText')}</p>
        <FileSource onBegun={(assetId) => replace({ assetId })} />
        <Row><TextField label={t('orAddress')} name="replaceUrl" type="url" value={address} onChange={(event) => setAddress(event.target.value)} error={address !== '' && youtubeId(address) === null ? t('notYoutube') : null} /><Button disabled={youtubeId(address) === null} onClick={() => replace({ youtubeUrl: address.trim() })}>{t('useAddress')}</Button></Row>
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
      </Stack>
    </Card>
  );
}

function DeleteExercise({ exercise }: { readonly exercise: Exercise }) {
  const t = useTranslations('newExercise');
  const common = useTranslations('common');
  const text = useProblemText();
  const toast = useToast();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const restore = () => void exercises.POST('/api/exercises/v1/exercises/{id}/restore', { params: { path: { id: exercise.id } } }).then(() => client.invalidateQueries({ queryKey: ['exercises'] }), (error: unknown) => toast({ text: text(error) }));
  const act = async () => {
    setBusy(true);
    try {
      await exercises.DELETE('/api/exercises/v1/exercises/{id}', { params: { path: { id: exercise.id } } });
      await client.invalidateQueries({ queryKey: ['exercises'] });
      setOpen(false);
      toast({ text: t('deleted', { name: exercise.name }), action: { label: common('undo'), run: restore } });
      await navigate({ to: '/exercises' });
    } catch (error) {
      setFailure(text(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card aria-labelledby="delete">
      <Stack><h2 id="delete">{t('deleteTitle')}</h2><p>{t('deleteText')}</p><Row><Button look="danger" onClick={() => setOpen(true)}><Trash2 aria-hidden="true" />{common('delete')}</Button></Row></Stack>
      {open && (
        <Dialog title={t('deleteAsk', { name: exercise.name })} onClose={() => setOpen(false)}>
          <Stack><p>{t('deleteText')}</p>{failure !== null && <Notice tone="bad" live>{failure}</Notice>}</Stack>
          <DialogActions><Button onClick={() => setOpen(false)}>{common('cancel')}</Button><Button look="danger" busy={busy} onClick={() => void act()}>{common('delete')}</Button></DialogActions>
        </Dialog>
      )}
    </Card>
  );
}
