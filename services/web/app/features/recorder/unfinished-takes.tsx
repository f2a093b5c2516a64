import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../session/session.ts';
import { Quiet } from '../../ui/layout.tsx';
import css from './recorder.module.css';
import type { Take } from './recorder.tsx';
import { takesQuery } from './takes-queries.ts';
import { UnfinishedTake } from './unfinished-take.tsx';

/** Takes that a killed tab or a lost network left in this browser, with a way to finish each. Shows nothing where there are none. */
export function UnfinishedTakes({ onTake, heading: Heading = 'h2' }: { readonly onTake?: ((take: Take) => void) | undefined; readonly heading?: 'h2' | 'h3' }) {
  const t = useTranslations('recorder');
  const id = useId();
  const { id: personId } = useMe();
  const { data: takes = [] } = useQuery(takesQuery(personId));
  if (takes.length === 0) return null;
  return (
    <section aria-labelledby={id} className={css.unfinished}>
      <div><Heading id={id}>{t('unfinished.title', { count: takes.length })}</Heading><Quiet small>{t('unfinished.lead', { count: takes.length })}</Quiet></div>
      <ul role="list">{takes.map((take) => <UnfinishedTake key={take.id} personId={personId} stored={take} onTake={onTake} />)}</ul>
    </section>
  );
}
