import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../client/client.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { useMe } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { textOf } from '../../ui/form-text.ts';
import { Card, Notice, Quiet, Row, Stack } from '../../ui/layout.tsx';
import { useForm } from '../../ui/use-form.ts';
import { PasswordField } from '../people/password-field.tsx';
import { usePasswordWords } from '../people/use-password-words.ts';
import css from './account.module.css';

export function PasswordForm() {
  const t = useTranslations('account');
  const text = useProblemText();
  const passwordWords = usePasswordWords();
  const me = useMe();
  const client = useQueryClient();
  const [round, setRound] = useState(0);
  const form = useForm(['/currentPassword', '/newPassword'], async (data) => {
    await auth.POST('/api/auth/v1/me/password', { body: { currentPassword: textOf(data, 'currentPassword'), newPassword: textOf(data, 'newPassword') } });
    setRound((last) => last + 1);
    for (const queryKey of [['sessions'], ['tokens'], ['events']]) void client.invalidateQueries({ queryKey });
  }, (error) => (error.code === 'wrong-password' ? { pointer: '/currentPassword', detail: text(error) } : null), { '/newPassword': passwordWords });
  return (
    <Card aria-labelledby="password">
      <form onSubmit={form.onSubmit} onInput={form.onInput} className={css.form}>
        <Stack>
          <div><h2 id="password">{t('password')}</h2><Quiet small>{t('passwordHint')}</Quiet></div>
          {round > 0 && !form.busy && form.failure === null && <Notice tone="good" live>{t('passwordChanged')}</Notice>}
          {/* Tells a password manager whose password this is. */}
          <input type="text" name="username" autoComplete="username" value={me.username} readOnly hidden />
          <PasswordField key={`current ${round}`} label={t('currentPassword')} name="currentPassword" autoComplete="current-password" error={form.at('/currentPassword')} />
          <PasswordField key={`new ${round}`} label={t('newPassword')} name="newPassword" autoComplete="new-password" mine={[me.email, me.username, me.displayName]} error={form.at('/newPassword')} />
          {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
          <Row><Button type="submit" look="primary" busy={form.busy}>{t('changePassword')}</Button></Row>
        </Stack>
      </form>
    </Card>
  );
}
