import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { usePages } from '../../client/pages.ts';
import { Empty, Stack } from '../../ui/layout.tsx';
import { AdminPage } from './admin-page.tsx';
import { HeldCard } from './held-card.tsx';
import { ListOf } from './list-of.tsx';
import { quarantinePage } from './quarantine-queries.ts';

/** The desk at which staff decide on what the scanner found. */
export function QuarantineScreen() {
  const t = useTranslations('admin');
  const pages = usePages(['assets', 'quarantine'], quarantinePage);
  // Kept here and not in the card: the list is loaded anew while the person still reads what was decided.
  const [approved, setApproved] = useState<ReadonlySet<string>>(new Set());
  return (
    <AdminPage title={t('quarantine')} lead={t('quarantineLead')}>
      <ListOf pages={pages} skeleton="14rem">
        {(items) => (items.length === 0
          ? <Empty icon={ShieldCheck} title={t('empty')}><p>{t('emptyText')}</p></Empty>
          : <Stack gap={5}>{items.map((held) => <HeldCard key={held.id} held={held} approvedByMe={(stay) => approved.has(stay)} onApproved={(stay) => setApproved((all) => new Set([...all, stay]))} />)}</Stack>)}
      </ListOf>
    </AdminPage>
  );
}
