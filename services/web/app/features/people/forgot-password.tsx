import { Link } from '@tanstack/react-router';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { textOf } from '../../ui/form-text.ts';
import { Notice, Stack } from '../../ui/layout.tsx';
import { useForm } from '../../ui/use-form.ts';
import { Frame } from './frame.tsx';

export function ForgotPasswordScreen() {
  const t = useTranslations('people');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm(['/email'], async (data) => {
    const email = textOf(data, 'email').trim();
    await auth.POST('/api/auth/v1/password/forgot', { body: { email } });
    setSentTo(email);
  }, undefined, { '/email': () => t('wrongEmail') });
  const foot = <Link to="/sign-in">{t('toSignIn')}</Link>;
  if (sentTo !== null) return <Frame title={t('lookInYourMail')} icon={MailCheck} foot={foot}><Stack><p role="status">{t('resetSent', { email: sentTo })}</p><p>{t('mailHint')}</p><Button onClick={() => setSentTo(null)}>{t('askAgain')}</Button></Stack></Frame>;
  return (
    <Frame title={t('forgotTitle')} lead={t('forgotLead')} foot={foot}>
      <form onSubmit={form.onSubmit} onInput={form.onInput}>
        <Stack>
          <TextField label={t('email')} name="email" type="email" autoComplete="email" required autoFocus error={form.at('/email')} />
          {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
          <Button type="submit" look="primary" busy={form.busy}>{t('sendLink')}</Button>
        </Stack>
      </form>
    </Frame>
  );
}
