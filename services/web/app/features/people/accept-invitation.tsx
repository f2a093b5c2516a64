import { Link, useSearch } from '@tanstack/react-router';
import { CircleCheck, MailX, PartyPopper } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { textOf } from '../../ui/form-text.ts';
import { Notice, Stack } from '../../ui/layout.tsx';
import { useForm } from '../../ui/use-form.ts';
import { Frame } from './frame.tsx';
import { PasswordField } from './password-field.tsx';
import { usePasswordWords } from './use-password-words.ts';

export function AcceptInvitationScreen() {
  const t = useTranslations('people');
  const text = useProblemText();
  const passwordWords = usePasswordWords();
  const { token } = useSearch({ from: '/accept-invitation' });
  const [username, setUsername] = useState('');
  const [state, setState] = useState<'asked' | 'done' | 'gone'>(token === undefined ? 'gone' : 'asked');
  const form = useForm(['/username', '/password'], async (data) => {
    try {
      await auth.POST('/api/auth/v1/invitations/accept', { body: { token: token ?? '', username: username.trim(), password: textOf(data, 'password') } });
      setState('done');
    } catch (error) {
      if (!isProblem(error, 'gone')) throw error;
      setState('gone');
    }
  }, (error) => (error.code === 'username-taken' ? { pointer: '/username', detail: text(error) } : null), { '/username': () => t('wrongUsername'), '/password': passwordWords });
  if (state === 'done') return <Frame title={t('accepted')} icon={CircleCheck}><Stack><p>{t('acceptedText')}</p><ButtonLink to="/sign-in" look="primary">{t('signIn')}</ButtonLink></Stack></Frame>;
  if (state === 'gone') return <Frame title={t('linkGone')} icon={MailX} foot={<Link to="/sign-in">{t('toSignIn')}</Link>}><p>{t('invitationGoneText')}</p></Frame>;
  return (
    <Frame title={t('invited')} lead={t('invitedLead')} icon={PartyPopper}>
      <form onSubmit={form.onSubmit} onInput={form.onInput}>
        <Stack>
          <TextField label={t('username')} hint={t('usernameHint')} name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={30} required autoFocus value={username} onChange={(event) => setUsername(event.target.value)} error={form.at('/username')} />
          <PasswordField label={t('password')} name="password" autoComplete="new-password" mine={[username]} error={form.at('/password')} />
          {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
          <Button type="submit" look="primary" busy={form.busy}>{t('join')}</Button>
        </Stack>
      </form>
    </Frame>
  );
}
