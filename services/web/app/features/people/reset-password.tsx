import { Link, useSearch } from '@tanstack/react-router';
import { CircleCheck, MailX } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { textOf } from '../../ui/form-text.ts';
import { Notice, Stack } from '../../ui/layout.tsx';
import { useForm } from '../../ui/use-form.ts';
import { Frame } from './frame.tsx';
import { PasswordField } from './password-field.tsx';
import { usePasswordWords } from './use-password-words.ts';

export function ResetPasswordScreen() {
  const t = useTranslations('people');
  const passwordWords = usePasswordWords();
  const { token } = useSearch({ from: '/reset-password' });
  const [state, setState] = useState<'asked' | 'done' | 'gone'>(token === undefined ? 'gone' : 'asked');
  const form = useForm(['/password'], async (data) => {
    try {
      await auth.POST('/api/auth/v1/password/reset', { body: { token: token ?? '', password: textOf(data, 'password') } });
      setState('done');
    } catch (error) {
      if (!isProblem(error, 'gone')) throw error;
      setState('gone');
    }
  }, undefined, { '/password': passwordWords });
  if (state === 'done') return <Frame title={t('resetDone')} icon={CircleCheck}><Stack><p>{t('resetDoneText')}</p><ButtonLink to="/sign-in" look="primary">{t('signIn')}</ButtonLink></Stack></Frame>;
  if (state === 'gone') return <Frame title={t('linkGone')} icon={MailX} foot={<Link to="/sign-in">{t('toSignIn')}</Link>}><Stack><p>{t('resetGoneText')}</p><ButtonLink to="/forgot-password" look="primary">{t('sendLink')}</ButtonLink></Stack></Frame>;
  return (
    <Frame title={t('resetTitle')} lead={t('resetLead')}>
      <form onSubmit={form.onSubmit} onInput={form.onInput}>
        <Stack>
          <PasswordField label={t('newPassword')} name="password" autoComplete="new-password" mine={[]} error={form.at('/password')} autoFocus />
          {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
          <Button type="submit" look="primary" busy={form.busy}>{t('resetAct')}</Button>
        </Stack>
      </form>
    </Frame>
  );
}
