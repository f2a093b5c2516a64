import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { auth, body } from '../../client/client.ts';
import { usePages } from '../../client/pages.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Notice, Quiet, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { AccountPage } from './account-page.tsx';
import css from './account.module.css';
import { byDay } from './by-day.ts';
import { EventRow } from './event-row.tsx';

export function ActivityScreen() {
  const t = useTranslations('account');
  const common = useTranslations('common');
  const text = useProblemText();
  const format = useFormatter();
  const { items, error, hasMore, more, loadingMore, retry } = usePages(['events', 'mine'], (cursor) => body(auth.GET('/api/auth/v1/security-events', { params: { query: { limit: 30, ...cursor } } })));
  const days = useMemo(() => byDay(items ?? []), [items]);
  return (
    <AccountPage title={t('activity')} lead={t('activityLead')}>
      <Notice>{t.rich('activityHint', { change: (chunks) => <Link to="/account/security">{chunks}</Link> })}</Notice>
      {items === undefined && error === null && <Card><div aria-busy="true"><Stack>{[0, 1, 2, 3, 4].map((row) => <Skeleton key={row} height="2.75rem" />)}</Stack></div></Card>}
      {items?.length === 0 && <Card><Quiet>{t('noEvents')}</Quiet></Card>}
      {days.map(({ day, events }) => (
        <section key={day} aria-label={format.dateTime(new Date(events[0]?.at ?? day), { dateStyle: 'full' })}>
          <h2 className={css.day}>{format.dateTime(new Date(events[0]?.at ?? day), { dateStyle: 'full' })}</h2>
          <Card><ul role="list" className={css.rows}>{events.map((event) => <EventRow key={event.id} event={event} />)}</ul></Card>
        </section>
      ))}
      {error !== null && <Notice tone="bad" live><Row between><span>{t('listFailed')} {text(error)}</span><Button onClick={items === undefined ? retry : more}>{common('retry')}</Button></Row></Notice>}
      {hasMore && error === null && <More busy={loadingMore} onMore={more} />}
      {items !== undefined && items.length > 0 && !hasMore && <Quiet small>{t('allShown')}</Quiet>}
    </AccountPage>
  );
}

/** Goes on by itself when it comes into sight; a button all the same, for those who do not scroll. */
function More({ busy, onMore }: { readonly busy: boolean; readonly onMore: () => void }) {
  const common = useTranslations('common');
  const ref = useRef<HTMLDivElement>(null);
  const next = useRef(onMore);
  useEffect(() => {
    next.current = onMore;
  });
  useEffect(() => {
    const element = ref.current;
    if (element === null || busy) return undefined;
    const observer = new IntersectionObserver((entries) => { if (entries.some(({ isIntersecting }) => isIntersecting)) next.current(); }, { rootMargin: '200px' });
    observer.observe(element);
    return () => observer.disconnect();
  }, [busy]);
  return <div ref={ref}><Button busy={busy} onClick={onMore}>{common('more')}</Button></div>;
}
