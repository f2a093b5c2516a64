import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { usePages } from '../../client/pages.ts';
import { isProblem } from '../../client/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Quiet, Row } from '../../ui/layout.tsx';
import { useToast } from '../../ui/toasts.tsx';
import css from './admin.module.css';
import { ListOf } from './list-of.tsx';
import { type Cure, cure, type FailedJob, failedPage, type Service } from './queues-api.ts';
import { ReasonDialog } from './reason-dialog.tsx';

export function FailedJobs({ service, queue, title }: { readonly service: Service; readonly queue: string; readonly title: string }) {
  const t = useTranslations('admin');
  const client = useQueryClient();
  const toast = useToast();
  const [asking, setAsking] = useState<{ readonly job: FailedJob; readonly what: Cure } | null>(null);
  const pages = usePages(['queues', service, queue, 'failed'], (cursor) => failedPage(service, queue, cursor));
  const act = async ({ job, what }: { readonly job: FailedJob; readonly what: Cure }, reason: string) => {
    let done = t(what === 'retry' ? 'retried' : 'discarded');
    try {
      await cure(service, queue, job.id, what, reason);
    } catch (error) {
      if (!isProblem(error, 'not-found', 'conflict')) throw error;
      done = t('jobGone');
    }
    toast({ text: done });
    setAsking(null);
    await client.invalidateQueries({ queryKey: ['queues', service] });
  };
  return (
    <>
      <ListOf pages={pages} skeleton="5rem">
        {(jobs) => (jobs.length === 0 ? <Quiet>{t('noFailed')}</Quiet> : (
          <ul role="list" aria-label={t('failedTitle', { queue: title })}>{jobs.map((job) => <li key={job.id} className={css.job}><Job job={job} onAsk={(what) => setAsking({ job, what })} /></li>)}</ul>
        ))}
      </ListOf>
      {asking !== null && <ReasonDialog title={t(`${asking.what}Title`)} text={t(`${asking.what}Text`)} about={`${title}: ${asking.job.reason}`} button={t(asking.what === 'retry' ? 'doRetry' : 'doDiscard')} limit={1_000} dangerous={asking.what === 'discard'} act={(reason) => act(asking, reason)} onClose={() => setAsking(null)} />}
    </>
  );
}

function Job({ job, onAsk }: { readonly job: FailedJob; readonly onAsk: (what: Cure) => void }) {
  const t = useTranslations('admin');
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  return (
    <>
      <strong>{job.reason}</strong>
      <p className={css.meta}>
        <time dateTime={job.failedAt}>{t('failedAt', { when: format.relativeTime(new Date(job.failedAt), now) })}</time>
        <span>{t('attempts', { count: job.attempts })}</span>
        <span>{job.job}</span>
        {job.subject !== null && <span>{t('about')} <code>{job.subject}</code></span>}
      </p>
      <Row><Button onClick={() => onAsk('retry')}>{t('retry')}</Button><Button onClick={() => onAsk('discard')}>{t('discard')}</Button></Row>
    </>
  );
}
