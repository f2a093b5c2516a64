import { useRouter, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Page, Row, Stack } from '../../ui/layout.tsx';
import { NoticeButton } from './notice-dialog.tsx';
import { Purposes } from './purposes.tsx';

/** The first thing after the first sign-in. Nothing is on, and one may go on with nothing on. */
export function FirstRunScreen() {
  const t = useTranslations('privacy');
  const { next } = useSearch({ from: '/signed-in/welcome/privacy' });
  const router = useRouter();
  return (
    <Page title={t('firstTitle')} lead={t('firstLead')} width="reading">
      <ScreenTitle>{t('firstTitle')}</ScreenTitle>
      <Stack gap={5}>
        <Card><Purposes /></Card>
        <Row between><NoticeButton /><Button look="primary" onClick={() => router.history.push(next ?? '/exercises')}>{t('continue')}</Button></Row>
      </Stack>
    </Page>
  );
}
