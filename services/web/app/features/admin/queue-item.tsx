import { useState } from 'react';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { useSizes } from '../../ui/sizes.ts';
import { HiddenText, Quiet } from '../../ui/layout.tsx';
import css from './admin.module.css';
import { FailedJobs } from './failed-jobs.tsx';
import type { Queue, Service } from './queues-api.ts';

/** How much waits in one queue and for how long, and what failed in it. */
export function QueueItem({ service, queue }: { readonly service: Service; readonly queue: Queue }) {
  const t = useTranslations('admin');
  const now = useNow({ updateInterval: 5_000 });
  const format = useFormatter();
  const { seconds } = useSizes();
  const [open, setOpen] = useState(false);
  const name = t.has(`queue.${queue.name}` as never) ? t(`queue.${queue.name}` as never) : queue.name;
  const oldest = () => (queue.oldestWaitingMs === null ? t('nothingWaits') : t('oldestWaits', { time: seconds(queue.oldestWaitingMs / 1_000) }));
  const unknown = () => (queue.seenAt === null ? t('neverSeen') : t('notSeen', { when: format.relativeTime(new Date(queue.seenAt), now) }));
  const words = queue.waiting === null ? unknown() : oldest();
  return (
    <div className={css.queue}>
      <div><h3>{name}</h3><Quiet small><code>{queue.name}</code> · {words}</Quiet></div>
      <dl className={css.numbers}>
        {(['waiting', 'active', 'delayed'] as const).map((kind) => <div key={kind} data-none={!queue[kind] || undefined}><dt>{t(kind)}</dt><dd>{queue[kind] ?? <><span aria-hidden="true">–</span><HiddenText>{t('notKnown')}</HiddenText></>}</dd></div>)}
        <div className={queue.failed > 0 ? css.bad : undefined} data-none={queue.failed === 0 || undefined}><dt>{t('failedCount')}</dt><dd>{queue.failed}</dd></div>
      </dl>
      {(queue.failed > 0 || open) && (
        <details className={css.more} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t('showFailed', { count: queue.failed })}</summary>
          {open && <FailedJobs service={service} queue={queue.name} title={name} />}
        </details>
      )}
    </div>
  );
}
