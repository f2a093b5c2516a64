import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Role, ROLES } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Choice, SelectField } from '../../ui/field.tsx';
import { Card, Notice, Row, Stack } from '../../ui/layout.tsx';
import { type ReadUser, userQuery } from './admin-queries.ts';
import { type Status, STATUSES } from './admin-search.ts';
import css from './admin.module.css';
import { StandingDialog } from './standing-dialog.tsx';

/** What somebody may do here. Nothing happens before the dialog has said what it means. */
export function StandingForm({ read }: { readonly read: ReadUser }) {
  const t = useTranslations('admin');
  const client = useQueryClient();
  // The tag is the one of the state that the choice began with: a reload behind it must not make it newer.
  const [base, setBase] = useState(read);
  const [role, setRole] = useState<Role>(read.user.role);
  const [status, setStatus] = useState<Status>(read.user.status);
  const [asking, setAsking] = useState(false);
  const [hint, setHint] = useState<string | null>(null);
  const same = role === base.user.role && status === base.user.status;

  const settle = (next: ReadUser) => {
    setBase(next);
    setRole(next.user.role);
    setStatus(next.user.status);
    setAsking(false);
    setHint(null);
  };
  const meanwhile = async () => {
    const theirs = await client.fetchQuery({ ...userQuery(base.user.id), staleTime: 0 });
    setBase(theirs);
    // What was not chosen but only stood there follows.
    if (role === base.user.role) setRole(theirs.user.role);
    if (status === base.user.status) setStatus(theirs.user.status);
    setAsking(false);
    setHint(t('changedMeanwhile', { role: t(`role.${theirs.user.role}`), status: t(`status.${theirs.user.status}`) }));
  };
  return (
    <Card aria-labelledby="standing">
      <form className={css.form} onSubmit={(event) => {
        event.preventDefault();
        setHint(same ? t('nothingChanged') : null);
        setAsking(!same);
      }}>
        <Stack>
          <h2 id="standing">{t('standing')}</h2>
          <SelectField label={t('newRole')} hint={t(`roleText.${role}`)} value={role} onChange={({ target }) => setRole(ROLES.find((one) => one === target.value) ?? role)}>
            {ROLES.map((one) => <option key={one} value={one}>{t(`role.${one}`)}</option>)}
          </SelectField>
          <fieldset className={css.choices}>
            <legend>{t('newStatus')}</legend>
            {STATUSES.map((one) => <Choice key={one} type="radio" name="status" value={one} checked={status === one} onChange={() => setStatus(one)} hint={t(`${one}Text`)}>{t(`status.${one}`)}</Choice>)}
          </fieldset>
          {hint !== null && <Notice tone="warn" live>{hint}</Notice>}
          <Row><Button type="submit" look="primary">{t('change')}</Button></Row>
        </Stack>
      </form>
      {asking && <StandingDialog base={base} role={role} status={status} onClose={() => setAsking(false)} onChanged={settle} onChangedMeanwhile={meanwhile} />}
    </Card>
  );
}
