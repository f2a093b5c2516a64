import { useTranslations } from 'use-intl';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Card, Notice, Quiet, Row, Stack } from '../../ui/layout.tsx';
import { NoticeButton } from './notice-dialog.tsx';
import { Purposes } from './purposes.tsx';
import { Receipts } from './receipts.tsx';

export function PrivacyScreen() {
  const t = useTranslations('privacy');
  return (
    <Stack gap={5}>
      <ScreenTitle>{t('title')}</ScreenTitle>
      <Row between><Quiet>{t('lead')}</Quiet><NoticeButton /></Row>
      <Card aria-labelledby="purposes"><Stack><h2 id="purposes">{t('purposes')}</h2><Notice tone="info">{t('withdrawHint')}</Notice><Purposes /></Stack></Card>
      <Card aria-labelledby="history"><Stack><h2 id="history">{t('history')}</h2><Receipts /></Stack></Card>
      <Card aria-labelledby="rights"><Stack><h2 id="rights">{t('rights')}</h2><p>{t('rightsText')}</p></Stack></Card>
    </Stack>
  );
}
