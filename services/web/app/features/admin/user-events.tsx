import { useFormatter, useTranslations } from 'use-intl';
import { usePages } from '../../client/pages.ts';
import { Card, Quiet, Stack } from '../../ui/layout.tsx';
import { byDay } from '../account/by-day.ts';
import { EventRow } from '../account/event-row.tsx';
import { eventsPage } from './admin-queries.ts';
import css from './admin.module.css';
import { ListOf } from './list-of.tsx';

/** What happened around somebody's account. For administrators alone. */
export function UserEvents({ subject }: { readonly subject: string }) {
  const t = useTranslations('admin');
  const format = useFormatter();
  const pages = usePages(['events', subject], (cursor) => eventsPage(subject, cursor));
  return (
    <Card aria-labelledby="events">
      <Stack>
        <div><h2 id="events">{t('events')}</h2><Quiet small>{t('eventsLead')}</Quiet></div>
        <ListOf pages={pages} skeleton="2.75rem">
          {(items) => (items.length === 0 ? <Quiet>{t('noEvents')}</Quiet> : byDay(items).map(({ day, events }) => (
            <div key={day}>
              <p className={css.day}>{format.dateTime(new Date(events[0]?.at ?? day), { dateStyle: 'full' })}</p>
              <ul role="list" className={css.events}>{events.map((event) => <EventRow key={event.id} event={event} />)}</ul>
            </div>
          )))}
        </ListOf>
      </Stack>
    </Card>
  );
}
