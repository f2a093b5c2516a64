import { useTranslations } from 'use-intl';
import { Card, Quiet, Row, Stack } from '../../ui/layout.tsx';
import { AccountPage } from '../account/account-page.tsx';
import { NoticeButton } from './notice-dialog.tsx';
import { Purposes } from './purposes.tsx';
import { Receipts } from './receipts.tsx';
import { Rights } from './rights.tsx';

export function PrivacyScreen() {
  const t = useTranslations('privacy');
  return (
    <AccountPage title={t('title')} lead={t('lead')}>
      <Card aria-labelledby="purposes"><Stack><Row between><h2 id="purposes">{t('purposes')}</h2><NoticeButton /></Row><Purposes /></Stack></Card>
      <Card aria-labelledby="history"><Stack><div><h2 id="history">{t('history')}</h2><Quiet small>{t('receiptHint')}</Quiet></div><Receipts /></Stack></Card>
      <Rights />
    </AccountPage>
  );
}
