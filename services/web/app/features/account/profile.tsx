import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Notice, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { AccountPage } from './account-page.tsx';
import { profileQuery } from './account-queries.ts';
import { AddressCard } from './address-card.tsx';
import { LookCard } from './look-card.tsx';
import { NameForm } from './name-form.tsx';

export function ProfileScreen() {
  const t = useTranslations('account');
  const common = useTranslations('common');
  const text = useProblemText();
  const { data, error, refetch } = useQuery(profileQuery);
  return (
    <AccountPage title={t('profile')} lead={t('profileLead')}>
      {data === undefined && error === null && <Card><div aria-busy="true"><Stack><Skeleton width="30%" height="1.5rem" /><Skeleton height="2.75rem" /><Skeleton height="2.75rem" /></Stack></div></Card>}
      {data === undefined && error !== null && <Notice tone="bad" live><Row between><span>{text(error)}</span><Button onClick={() => void refetch()}>{common('retry')}</Button></Row></Notice>}
      {data !== undefined && <><NameForm profile={data} /><AddressCard me={data.me} /></>}
      <LookCard />
    </AccountPage>
  );
}
