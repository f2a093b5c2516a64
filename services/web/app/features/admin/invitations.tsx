import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { auth, body, idempotencyKey } from '../../client/client.ts';
import { isAdmin, type Role, ROLES, useMe } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Choice, TextField } from '../../ui/field.tsx';
import { textOf } from '../../ui/form-text.ts';
import { Card, Notice, Quiet, Row, Stack } from '../../ui/layout.tsx';
import { useForm } from '../../ui/use-form.ts';
import { AdminPage } from './admin-page.tsx';
import css from './admin.module.css';

interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly expiresAt: string;
}

export function InvitationsScreen() {
  const t = useTranslations('admin');
  const format = useFormatter();
  const [sent, setSent] = useState<readonly Invitation[]>([]);
  return (
    <AdminPage title={t('invitations')} lead={t('invitationsLead')}>
      <Stack gap={5}>
        <Card><InvitationForm onSent={(invitation) => setSent((all) => [invitation, ...all])} /></Card>
        <section aria-labelledby="sent" hidden={sent.length === 0}>
          <Stack>
            <h2 id="sent">{t('sentTitle')}</h2>
            <div role="status">
              <Stack gap={3}>{sent.map(({ id, email, role, expiresAt }) => <Notice key={id} tone="good">{t('sent', { email, role, until: format.dateTime(new Date(expiresAt), { dateStyle: 'long', timeStyle: 'short' }) })}</Notice>)}</Stack>
            </div>
            <Quiet small>{t('again')}</Quiet>
          </Stack>
        </section>
      </Stack>
    </AdminPage>
  );
}

function InvitationForm({ onSent }: { readonly onSent: (invitation: Invitation) => void }) {
  const t = useTranslations('admin');
  const me = useMe();
  const offered = ROLES.filter((role) => isAdmin(me) || role === 'student' || role === 'instructor');
  const [role, setRole] = useState<Role>('student');
  const [taken, setTaken] = useState<string | null>(null);
  const email = useRef<HTMLInputElement>(null);
  // The same invitation sent again, after an answer that got lost, must not make two: the key belongs to what is sent.
  const key = useRef({ about: '', key: '' });
  const form = useForm(['/email', '/role'], async (data) => {
    const wanted = { email: textOf(data, 'email').trim(), role };
    const about = JSON.stringify(wanted);
    if (key.current.about !== about) key.current = { about, key: idempotencyKey() };
    setTaken(null);
    onSent(await body(auth.POST('/api/auth/v1/invitations', { body: wanted, params: { header: { 'Idempotency-Key': key.current.key } } })));
    key.current = { about: '', key: '' };
    if (email.current !== null) email.current.value = '';
    email.current?.focus();
  }, (error) => {
    if (error.code !== 'conflict') return null;
    setTaken(email.current?.value.trim() ?? null);
    return { pointer: '/email', detail: t('hasAccount') };
  }, { '/email': () => t('wrongEmail') });
  return (
    <form className={css.form} onSubmit={form.onSubmit} noValidate>
      <Stack>
        <TextField ref={email} label={t('inviteEmail')} name="email" type="email" autoComplete="off" maxLength={254} required error={form.at('/email')} />
        {taken !== null && <p><Link to="/admin/users" search={{ search: taken }}>{t('toPerson')}</Link></p>}
        <fieldset className={css.choices}>
          <legend>{t('inviteAs')}</legend>
          {offered.map((one) => <Choice key={one} type="radio" name="role" value={one} checked={role === one} onChange={() => setRole(one)} hint={t(`roleText.${one}`)}>{t(`role.${one}`)}</Choice>)}
          {!isAdmin(me) && <Quiet small>{t('staffInvite')}</Quiet>}
        </fieldset>
        {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
        <Row><Button type="submit" look="primary" busy={form.busy}>{t('send')}</Button></Row>
      </Stack>
    </form>
  );
}
