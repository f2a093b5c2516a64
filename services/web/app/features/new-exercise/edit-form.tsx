import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card, Notice, Row, Stack } from '../../ui/layout.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { useForm } from '../../ui/use-form.ts';
import { type Exercise, exerciseQuery } from '../feed/exercise-queries.ts';
import { useChangeExercise } from './change-exercise.ts';
import { ExerciseFields, type ExerciseText } from './exercise-fields.tsx';

/** What is changed is compared with what was read when the form came up: `base`, until the person has seen something newer. */
export function EditForm({ exercise, etag }: { readonly exercise: Exercise; readonly etag: string | null }) {
  const t = useTranslations('newExercise');
  const common = useTranslations('common');
  const text = useProblemText();
  const toast = useToast();
  const client = useQueryClient();
  const navigate = useNavigate();
  const change = useChangeExercise(exercise.id);
  const [base, setBase] = useState({ exercise, etag });
  const [value, setValue] = useState<ExerciseText>({ name: exercise.name, description: exercise.description ?? '', visibility: exercise.visibility });
  const [changed, setChanged] = useState<'no' | 'unseen' | 'seen'>('no');
  const toExercise = () => navigate({ to: '/exercises/$exerciseId', params: { exerciseId: exercise.id } });

  const form = useForm(['/name', '/description'], async () => {
    try {
      await change({ name: value.name.trim(), description: value.description.trim(), visibility: value.visibility }, base.etag);
      toast({ text: t('changed') });
      await toExercise();
    } catch (error) {
      if (isProblem(error, 'precondition-failed')) setChanged('unseen');
      throw error;
    }
  }, (error) => (error.code === 'name-taken' ? { pointer: '/name', detail: text(error) } : null), { '/name': () => t('nameWrong'), '/description': () => t('descriptionWrong') });

  // Another part of this page changed the exercise, its video: that is no news to who did it.
  if (etag !== base.etag && changed === 'no' && sameText(exercise, base.exercise)) setBase({ exercise, etag });

  const loadAnew = async () => {
    const { exercise: newer, etag: newerEtag } = await client.fetchQuery({ ...exerciseQuery(exercise.id), staleTime: 0 });
    setBase({ exercise: newer, etag: newerEtag });
    setChanged('seen');
  };
  return (
    <form onSubmit={form.onSubmit}>
      <Card>
        <Stack gap={5}>
          <ExerciseFields value={value} onChange={setValue} form={form} />
          {changed === 'seen' && <Notice tone="warn" live><p>{t('theirs', { name: base.exercise.name })}</p>{base.exercise.description !== null && base.exercise.description !== '' && <p>{base.exercise.description}</p>}</Notice>}
          {changed !== 'seen' && form.failure !== null && <Notice tone="bad" live><p>{form.failure}</p>{changed === 'unseen' && <Row><Button onClick={() => void loadAnew()}>{t('keepMine')}</Button></Row>}</Notice>}
          <Row><Button type="submit" look="primary" busy={form.busy}>{common('save')}</Button><ButtonLink to="/exercises/$exerciseId" params={{ exerciseId: exercise.id }} look="quiet">{common('cancel')}</ButtonLink></Row>
        </Stack>
      </Card>
    </form>
  );
}

const sameText = (one: Exercise, other: Exercise): boolean => one.name === other.name && one.description === other.description && one.visibility === other.visibility;
