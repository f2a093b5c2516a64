import { useQueries, useQueryClient } from '@tanstack/react-query';
import { RefreshCw, Waypoints } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { isAdmin, useMe } from '../../session/session.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty, Notice, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { AdminPage } from './admin-page.tsx';
import css from './admin.module.css';
import { QueueItem } from './queue-item.tsx';
import { loadQueues, SERVICES } from './queues-api.ts';

/** Milliseconds between looks. */
const LOOK = 5_000;

export function QueuesScreen() {
  const t = useTranslations('admin');
  const me = useMe();
  return isAdmin(me) ? <Queues /> : <AdminPage title={t('queues')}><Empty icon={Waypoints} title={t('forAdmins')}><ButtonLink to="/admin/users">{t('backToUsers')}</ButtonLink></Empty></AdminPage>;
}

function Queues() {
  const t = useTranslations('admin');
  const common = useTranslations('common');
  const text = useProblemText();
  const client = useQueryClient();
  const answers = useQueries({
    queries: SERVICES.map((service) => ({ queryKey: ['queues', service], queryFn: () => loadQueues(service), refetchInterval: LOOK })),
  });
  const [looking, setLooking] = useState(false);
  const refresh = () => {
    setLooking(true);
    void client.refetchQueries({ queryKey: ['queues'] }).finally(() => setLooking(false));
  };
  return (
    <AdminPage title={t('queues')} lead={t('queuesLead')} actions={<Button busy={looking} onClick={refresh}>{!looking && <RefreshCw aria-hidden="true" />}{t('refresh')}</Button>}>
      <Stack gap={6}>
        {SERVICES.map((service, index) => {
          const { data, error, isPending } = answers[index] as (typeof answers)[number];
          return (
            <section key={service} aria-labelledby={`service-${service}`} aria-busy={isPending}>
              <Stack gap={3}>
                <h2 id={`service-${service}`}>{t(`service.${service}`)}</h2>
                {isPending && <Skeleton height="7rem" />}
                {error !== null && <Notice tone="bad"><Row between><span>{text(error)}</span><Button onClick={refresh}>{common('retry')}</Button></Row></Notice>}
                {data !== undefined && <ul role="list" className={css.list}>{data.map((queue) => <li key={queue.name}><QueueItem service={service} queue={queue} /></li>)}</ul>}
              </Stack>
            </section>
          );
        })}
      </Stack>
    </AdminPage>
  );
}
