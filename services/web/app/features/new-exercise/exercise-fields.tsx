import { useTranslations } from 'use-intl';
import { mayPublish, useMe } from '../../session/session.ts';
import { Choice, TextArea, TextField } from '../../ui/field.tsx';
import { Notice, Stack } from '../../ui/layout.tsx';
import type { FormState } from '../../ui/use-form.ts';
import ui from '../../ui/ui.module.css';
import css from './new-exercise.module.css';

export interface ExerciseText {
  readonly name: string;
  readonly description: string;
  readonly visibility: 'private' | 'organisation';
}

/** Name, description and who sees it: the same for a new exercise and for one that is changed. */
export function ExerciseFields({ value, onChange, form }: { readonly value: ExerciseText; readonly onChange: (value: ExerciseText) => void; readonly form: FormState }) {
  const t = useTranslations('newExercise');
  const me = useMe();
  return (
    <Stack>
      <TextField label={t('name')} name="name" required minLength={3} maxLength={140} value={value.name} onChange={(event) => onChange({ ...value, name: event.target.value })} error={form.at('/name')} />
      <TextArea label={t('description')} hint={t('descriptionHint')} name="description" optional maxLength={2_000} value={value.description} onChange={(event) => onChange({ ...value, description: event.target.value })} error={form.at('/description')} />
      {mayPublish(me) ? (
        <fieldset>
          <legend className={`${ui.label} ${css.legend}`}>{t('visibility')}</legend>
          {(['organisation', 'private'] as const).map((name) => <Choice key={name} type="radio" name="visibility" checked={value.visibility === name} onChange={() => onChange({ ...value, visibility: name })} hint={t(`visibilityHint.${name}`)}>{t(`visible.${name}`)}</Choice>)}
        </fieldset>
      ) : <Notice tone="info">{t('studentsPrivate')}</Notice>}
    </Stack>
  );
}
