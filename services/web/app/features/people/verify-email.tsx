import { Link, useSearch } from '@tanstack/react-router';
import { CircleCheck, MailCheck, MailX } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Notice, Stack } from '../../ui/layout.tsx';
import { useForm } from '../../ui/use-form.ts';
import { Frame } from './frame.tsx';
import { ResendLink } from './resend-link.tsx';

/** A press of a button, since programs that check mails open every link in them. */
export function VerifyEmailScreen() {
  const t = useTranslations('people');
  const { token } = useSearch({ from: '/verify-email' });
  const [state, setState] = useState<'asked' | 'done' | 'gone'>(token === undefined ? 'gone' : 'asked');
  const form = useForm([], async () => {
    try {
      await auth.POST('/api/auth/v1/verify-email', { body: { token: token ?? '' } });
      setState('done');
    } catch (error) {
      if (!isProblem(error, 'gone', 'validation-failed')) throw error;
      setState('gone');
    }
  });
  if (state === 'done') return <Frame title={t('verified')} icon={CircleCheck}><Stack><p>{t('verifiedText')}</p><ButtonLink to="/sign-in" look="primary">{t('signIn')}</ButtonLink></Stack></Frame>;
  if (state === 'gone') return <Frame title={t('linkGone')} icon={MailX} foot={<Link to="/sign-in">{t('toSignIn')}</Link>}><Stack><p>{t('verifyGoneText')}</p><ResendLink /></Stack></Frame>;
  return (
    <Frame title={t('verify')} icon={MailCheck}>
      <form onSubmit={form.onSubmit} onInput={form.onInput}>
        <Stack>
          <p>{t('verifyText')}</p>
          {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
          <Button type="submit" look="primary" busy={form.busy}>{t('confirm')}</Button>
        </Stack>
      </form>
    </Frame>
  );
}
