import { useNavigate, useSearch } from '@tanstack/react-router';
import { Clapperboard, SearchX } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useAssetEvents } from '../../client/asset-events.ts';
import { usePages } from '../../client/pages.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { mayPublish, useMe } from '../../session/session.ts';
import { ErrorScreen } from '../../shell/error-screen.tsx';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty, Notice, Page, Row } from '../../ui/layout.tsx';
import { isMoving } from '../videos/asset-queries.ts';
import { CardSkeleton } from './card-skeleton.tsx';
import { DeletedExercises } from './deleted-exercises.tsx';
import { ExerciseCard } from './exercise-card.tsx';
import { feedPage } from './exercise-queries.ts';
import { type FeedSearch, isFiltered } from './feed-search.ts';
import { FeedTools } from './feed-tools.tsx';
import css from './feed.module.css';
import { More } from './more.tsx';

export function FeedScreen() {
  const t = useTranslations('feed');
  const me = useMe();
  const search = useSearch({ from: '/signed-in/exercises' });
  const navigate = useNavigate();
  const set = (change: { readonly [Key in keyof FeedSearch]?: FeedSearch[Key] | undefined }, replace = false) => void navigate({ to: '/exercises', search: (before) => Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined)), replace, resetScroll: false });
  return (
    <Page title={t('title')} lead={t(mayPublish(me) ? 'lead' : 'leadStudent')}>
      <ScreenTitle>{t('title')}</ScreenTitle>
      <FeedTools search={search} set={set} />
      {search.deleted === true ? <DeletedExercises /> : <Found search={search} onAll={() => set({ search: undefined, owner: undefined, visibility: undefined })} />}
    </Page>
  );
}

function Found({ search, onAll }: { readonly search: FeedSearch; readonly onAll: () => void }) {
  const t = useTranslations('feed');
  const common = useTranslations('common');
  const text = useProblemText();
  const { items, error, hasMore, more, loadingMore, retry } = usePages(['exercises', search], (cursor) => feedPage(search, cursor));
  useAssetEvents(items?.some(({ video }) => video.kind === 'asset' && isMoving(video.state)) ?? false);
  const filtered = isFiltered(search);
  if (error && items === undefined) return <ErrorScreen error={error} reset={retry} />;
  return (
    <>
      <p role="status" className={css.count}>{items !== undefined && filtered ? t('found', { count: items.length, more: hasMore ? 'true' : 'false' }) : ''}</p>
      <ul role="list" className={css.grid} aria-busy={items === undefined} aria-label={t('title')}>
        {items === undefined ? Array.from({ length: 8 }, (_, index) => <li key={index} aria-hidden="true"><CardSkeleton /></li>) : items.map((exercise, index) => <li key={exercise.id}><ExerciseCard exercise={exercise} eager={index < 6} /></li>)}
        {loadingMore && Array.from({ length: 3 }, (_, index) => <li key={`more ${index}`} aria-hidden="true"><CardSkeleton /></li>)}
      </ul>
      {items?.length === 0 && (filtered
        ? <Empty icon={SearchX} title={t('nothingFound')}><p>{t('nothingFoundText')}</p><Button onClick={onAll}>{t('showAll')}</Button></Empty>
        : <Empty icon={Clapperboard} title={t('none')}><p>{t('noneText')}</p><Row><ButtonLink to="/exercises/new" look="primary">{t('create')}</ButtonLink></Row></Empty>)}
      {error !== null && items !== undefined && <Notice tone="bad" live><p>{text(error)}</p><Row><Button onClick={retry}>{common('retry')}</Button></Row></Notice>}
      {hasMore && error === null && <More onSeen={more}><Button busy={loadingMore} onClick={more}>{common('more')}</Button></More>}
    </>
  );
}
