import { Link } from '@tanstack/react-router';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth } from '../../client/client.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { textOf } from '../../ui/form-text.ts';
import { Notice, Quiet, Stack } from '../../ui/layout.tsx';
import { useForm } from '../../ui/use-form.ts';
import { NoticeButton } from '../privacy/notice-dialog.tsx';
import { Frame } from './frame.tsx';
import css from './people.module.css';
import { PasswordField } from './password-field.tsx';
import { usePasswordWords } from './use-password-words.ts';
import { ResendLink } from './resend-link.tsx';

export function SignUpScreen() {
  const t = useTranslations('people');
  const text = useProblemText();
  const passwordWords = usePasswordWords();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [{ email, username, displayName }, setMine] = useState({ email: '', username: '', displayName: '' });
  const form = useForm(['/email', '/username', '/displayName', '/password'], async (data) => {
    const name = textOf(data, 'displayName').trim();
    await auth.POST('/api/auth/v1/sign-up', { body: { email: email.trim(), username: username.trim(), password: textOf(data, 'password'), ...(name === '' ? {} : { displayName: name }) } });
    setSentTo(email.trim());
  }, (error) => (error.code === 'username-taken' ? { pointer: '/username', detail: text(error) } : null), { '/email': () => t('wrongEmail'), '/username': () => t('wrongUsername'), '/displayName': () => t('wrongDisplayName'), '/password': passwordWords });
  if (sentTo !== null) {
    return (
      <Frame title={t('lookInYourMail')} icon={MailCheck} foot={<Link to="/sign-in">{t('toSignIn')}</Link>}>
        <Stack><p>{t.rich('mailSent', { email: sentTo, b: (chunks) => <strong>{chunks}</strong> })}</p><p>{t('mailSentHint')}</p><ResendLink email={sentTo} /></Stack>
      </Frame>
    );
  }
  const field = (name: 'email' | 'username' | 'displayName') => ({ name, value: { email, username, displayName }[name], onChange: (event: React.ChangeEvent<HTMLInputElement>) => setMine((mine) => ({ ...mine, [name]: event.target.value })), error: form.at(`/${name}`) });
  return (
    <Frame title={t('signUp')} lead={t('signUpLead')} foot={<>{t('haveAccount')} <Link to="/sign-in">{t('signIn')}</Link></>}>
      <form onSubmit={form.onSubmit} onInput={form.onInput}>
        <Stack>
          <TextField label={t('email')} {...field('email')} type="email" autoComplete="email" maxLength={254} required autoFocus />
          <TextField label={t('username')} hint={t('usernameHint')} {...field('username')} autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={30} required />
          <TextField label={t('displayName')} hint={t('displayNameHint')} optional {...field('displayName')} autoComplete="name" maxLength={100} />
          <PasswordField label={t('password')} name="password" autoComplete="new-password" mine={[email, username, displayName]} error={form.at('/password')} />
          {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
          <Button type="submit" look="primary" busy={form.busy}>{t('signUp')}</Button>
        </Stack>
      </form>
      <div className={css.notice}><Quiet small>{t('keptForAccount')}</Quiet><NoticeButton /></div>
    </Frame>
  );
}
