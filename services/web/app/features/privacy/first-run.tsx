import { useRouter, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useMe } from '../../session/session.ts';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Page, Quiet, Stack } from '../../ui/layout.tsx';
import { rememberAsked } from './first-run-asked.ts';
import { NoticeButton } from './notice-dialog.tsx';
import css from './privacy.module.css';
import { Purposes } from './purposes.tsx';

/** The first thing after the first sign-in. Nothing is on, and one may go on with nothing on. */
export function FirstRunScreen() {
  const t = useTranslations('privacy');
  const me = useMe();
  const { next } = useSearch({ from: '/signed-in/welcome/privacy' });
  const router = useRouter();
  const goOn = () => {
    rememberAsked(me.id);
    router.history.push(next ?? '/exercises');
  };
  return (
    <Page title={t('firstTitle')} lead={t('firstLead')} actions={<NoticeButton look="secondary" />} width="reading">
      <ScreenTitle>{t('firstTitle')}</ScreenTitle>
      <Stack gap={5}>
        <Card aria-labelledby="purposes"><Stack><h2 id="purposes">{t('purposes')}</h2><Purposes /></Stack></Card>
        <Quiet small>{t('goOnHint')}</Quiet>
        <div className={css.goOn}><Button look="primary" onClick={goOn}>{t('continue')}</Button></div>
      </Stack>
    </Page>
  );
}
