import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Avatar, Card, Notice, Row, Stack } from '../../ui/layout.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { useForm } from '../../ui/use-form.ts';
import css from './account.module.css';
import { type Profile, profileQuery, saveProfile } from './account-queries.ts';

/** Name and user name. What was changed elsewhere meanwhile is shown beside what was typed, and the person chooses. */
export function NameForm({ profile }: { readonly profile: Profile }) {
  const t = useTranslations('account');
  const text = useProblemText();
  const client = useQueryClient();
  const toast = useToast();
  // The tag is the one of the state that the typing began with: a list that reloads behind must not make it newer.
  const [base, setBase] = useState(profile);
  const [typed, setTyped] = useState({ displayName: profile.me.displayName, username: profile.me.username });
  const [theirs, setTheirs] = useState<Profile | null>(null);

  const settle = (next: Profile) => {
    setBase(next);
    setTyped({ displayName: next.me.displayName, username: next.me.username });
    setTheirs(null);
  };
  const form = useForm(['/displayName', '/username'], async () => {
    try {
      settle(await saveProfile(client, { displayName: typed.displayName.trim(), username: typed.username.trim() }, (theirs ?? base).etag));
      toast({ text: t('nameSaved') });
    } catch (error) {
      if (!isProblem(error, 'precondition-failed')) throw error;
      setTheirs(await client.fetchQuery(profileQuery));
    }
  }, (error) => (error.code === 'username-taken' ? { pointer: '/username', detail: text(error) } : null), { '/displayName': () => t('wrongDisplayName'), '/username': () => t('wrongUsername') });

  const field = (name: 'displayName' | 'username') => ({ name, value: typed[name], onChange: (event: React.ChangeEvent<HTMLInputElement>) => setTyped((all) => ({ ...all, [name]: event.target.value })) });
  return (
    <Card aria-labelledby="who">
      <form onSubmit={form.onSubmit} onInput={form.onInput} className={css.form}>
        <Stack>
          <Row><Avatar name={typed.displayName || base.me.username} size="3.25rem" /><h2 id="who">{t('who')}</h2></Row>
          <TextField label={t('displayName')} hint={t('displayNameHint')} {...field('displayName')} autoComplete="name" maxLength={100} required error={form.at('/displayName')} />
          <TextField label={t('username')} hint={t('usernameHint')} {...field('username')} autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={30} required error={form.at('/username')} />
          {theirs !== null && (
            <Notice tone="warn" live>
              <Stack gap={3}>
                <p>{t('changedElsewhere', { displayName: theirs.me.displayName, username: theirs.me.username })}</p>
                <Row><Button onClick={() => settle(theirs)}>{t('takeTheirs')}</Button><Button type="submit" busy={form.busy}>{t('keepMine')}</Button></Row>
              </Stack>
            </Notice>
          )}
          {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
          {theirs === null && <Row><Button type="submit" look="primary" busy={form.busy}>{t('saveName')}</Button></Row>}
        </Stack>
      </form>
    </Card>
  );
}
