import { useNavigate, useSearch } from '@tanstack/react-router';
import { Clapperboard, Search, SearchX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { usePages } from '../../client/pages.ts';
import { mayPublish, useMe } from '../../session/session.ts';
import { ErrorScreen } from '../../shell/error-screen.tsx';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty, HiddenText, Page, Skeleton } from '../../ui/layout.tsx';
import ui from '../../ui/ui.module.css';
import { DeletedExercises } from './deleted-exercises.tsx';
import { ExerciseCard } from './exercise-card.tsx';
import { feedPage } from './exercise-queries.ts';
import { type FeedSearch, ORDERS } from './feed-search.ts';
import css from './feed.module.css';

/** Milliseconds of rest before what is typed is searched for. */
const PAUSE = 300;

export function FeedScreen() {
  const t = useTranslations('feed');
  const common = useTranslations('common');
  const me = useMe();
  const search = useSearch({ from: '/signed-in/exercises' });
  const navigate = useNavigate();
  const { items, error, hasMore, more, loadingMore, retry } = usePages(['exercises', search], (cursor) => feedPage(search, cursor));
  const set = (change: { readonly [Key in keyof FeedSearch]?: FeedSearch[Key] | undefined }, replace = false) => void navigate({ to: '/exercises', search: (before) => Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined)), replace });
  const filtered = search.search !== undefined || search.owner !== undefined || search.visibility !== undefined;
  if (error) return <ErrorScreen error={error} reset={retry} />;
  return (
    <Page title={t('title')} lead={t(mayPublish(me) ? 'lead' : 'leadStudent')}>
      <ScreenTitle>{t('title')}</ScreenTitle>
      <div className={css.tools} role="search">
        <SearchField value={search.search ?? ''} onChange={(value) => set({ search: value === '' ? undefined : value }, true)} />
        <label className={css.select}><HiddenText>{t('show')}</HiddenText>
          <select className={ui.input} value={search.owner === 'me' ? 'mine' : search.visibility ?? 'all'} onChange={({ target: { value } }) => set({ owner: value === 'mine' ? 'me' : undefined, visibility: value === 'private' || value === 'organisation' ? value : undefined })}>
            {(['all', 'mine', 'organisation', 'private'] as const).map((name) => <option key={name} value={name}>{t(`filter.${name}`)}</option>)}
          </select>
        </label>
        <label className={css.select}><HiddenText>{t('order')}</HiddenText>
          <select className={ui.input} value={search.order ?? '-createdAt'} onChange={({ target: { value } }) => set({ order: ORDERS.find((order) => order === value && order !== '-createdAt') })}>
            {ORDERS.map((order) => <option key={order} value={order}>{t(`orderBy.${order}`)}</option>)}
          </select>
        </label>
      </div>
      <div aria-busy={items === undefined} aria-live="polite" className={css.count}>{items === undefined ? '' : filtered ? t('found', { count: items.length, more: hasMore ? 'true' : 'false' }) : ''}</div>
      <ul role="list" className={css.grid}>
        {items === undefined ? Array.from({ length: 8 }, (_, index) => <li key={index} aria-hidden="true"><Skeleton className={css.poster} height="auto" /><Skeleton width="70%" /></li>) : items.map((exercise) => <li key={exercise.id}><ExerciseCard exercise={exercise} /></li>)}
      </ul>
      {items?.length === 0 && (filtered
        ? <Empty icon={SearchX} title={t('nothingFound')}><p>{t('nothingFoundText')}</p><Button onClick={() => set({ search: undefined, owner: undefined, visibility: undefined })}>{t('showAll')}</Button></Empty>
        : <Empty icon={Clapperboard} title={t('none')}><p>{t('noneText')}</p><ButtonLink to="/exercises/new" look="primary">{t('create')}</ButtonLink></Empty>)}
      {hasMore && <More onSeen={more}><Button busy={loadingMore} onClick={more}>{common('more')}</Button></More>}
      {search.owner === 'me' && <DeletedExercises />}
    </Page>
  );
}

function SearchField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const t = useTranslations('feed');
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  // The address changed by itself: back, or a link.
  if (value !== shown) {
    setShown(value);
    setText(value);
  }
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(text.trim()), PAUSE);
    return () => clearTimeout(timer);
  });
  return <label className={css.search}><HiddenText>{t('search')}</HiddenText><Search aria-hidden="true" /><input className={ui.input} type="search" placeholder={t('search')} value={text} maxLength={100} onChange={(event) => setText(event.target.value)} /></label>;
}

/** Loads on when it comes near; the button in it is for keyboards and for who waits. */
function More({ onSeen, children }: { readonly onSeen: () => void; readonly children: React.ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  const seen = useRef(onSeen);
  seen.current = onSeen;
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === true) seen.current();
    }, { rootMargin: '600px' });
    if (ref.current !== null) observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return <div ref={ref} className={css.more}>{children}</div>;
}
