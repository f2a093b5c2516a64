import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { auth, body, consent } from '../../client/client.ts';
import { meQuery } from '../../session/session.ts';
import { sessionBegan, useSessionEnded } from '../../session/session-end.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { textOf } from '../../ui/form-text.ts';
import { Notice, Quiet, Stack } from '../../ui/layout.tsx';
import { useForm } from '../../ui/use-form.ts';
import { wasAsked } from '../privacy/first-run-asked.ts';
import { Frame } from './frame.tsx';
import css from './people.module.css';
import { PasswordField } from './password-field.tsx';

export function SignInScreen() {
  const t = useTranslations('people');
  const { next } = useSearch({ from: '/sign-in' });
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const ended = useSessionEnded();
  const navigate = useNavigate();
  const router = useRouter();
  const form = useForm([], async (data) => {
    const before = client.getQueryData(meQuery.queryKey);
    const { user } = await body(auth.POST('/api/auth/v1/sessions', { body: { identifier: textOf(data, 'identifier').trim(), password: textOf(data, 'password') } }));
    // What one person loaded is not shown to the next one at this machine.
    if (before?.id !== user.id) client.clear();
    client.setQueryData(meQuery.queryKey, user);
    sessionBegan();
    const asked = await body(consent.GET('/api/consent/v1/consents')).catch(() => null);
    if (asked?.items.every(({ state }) => state === 'never') === true && !wasAsked(user.id)) await navigate({ to: '/welcome/privacy', search: next === undefined ? {} : { next } });
    else router.history.push(next ?? '/exercises');
  });
  return (
    <Frame title={t('signIn')} foot={<>{t('noAccount')} <Link to="/sign-up">{t('signUp')}</Link></>}>
      {me && !ended && <p className={css.already}>{t.rich('already', { name: me.displayName, go: (chunks) => <Link to={next ?? '/exercises'}>{chunks}</Link> })}</p>}
      <form onSubmit={form.onSubmit} onInput={form.onInput}>
        <Stack>
          <TextField label={t('identifier')} name="identifier" autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus />
          <PasswordField label={t('password')} name="password" autoComplete="current-password" />
          {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
          <Button type="submit" look="primary" busy={form.busy}>{t('signIn')}</Button>
          <Link to="/forgot-password">{t('forgot')}</Link>
          <Quiet small>{t('deviceNote')}</Quiet>
        </Stack>
      </form>
    </Frame>
  );
}
