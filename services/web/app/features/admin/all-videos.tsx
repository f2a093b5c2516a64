import { useNavigate, useSearch } from '@tanstack/react-router';
import { Clapperboard, ListX } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { usePages } from '../../client/pages.ts';
import { isProblem } from '../../client/problem.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty, HiddenText } from '../../ui/layout.tsx';
import ui from '../../ui/ui.module.css';
import { AdminPage } from './admin-page.tsx';
import { videosPage } from './admin-queries.ts';
import { type AllVideosSearch, STATES, withChange } from './admin-search.ts';
import css from './admin.module.css';
import { ListOf } from './list-of.tsx';
import { PersonName } from './person-name.tsx';
import { VideoRow } from './video-row.tsx';

export function AllVideosScreen() {
  const t = useTranslations('admin');
  const states = useTranslations('videos');
  const search = useSearch({ from: '/signed-in/admin/videos' });
  const navigate = useNavigate();
  const pages = usePages(['assets', 'all', search], (cursor) => videosPage(search, cursor));
  const set = (change: { readonly [Key in keyof AllVideosSearch]?: AllVideosSearch[Key] | undefined }) => void navigate({ to: '/admin/videos', search: withChange<AllVideosSearch>(search, change) });
  // Servers before this list existed take the id of a person alone.
  const cannot = search.owner === undefined && pages.items === undefined && isProblem(pages.error, 'validation-failed');
  return (
    <AdminPage title={t('videos')} lead={t('videosLead')}>
      <div className={css.tools}>
        <label className={css.select}><HiddenText>{t('stateFilter')}</HiddenText>
          <select className={ui.input} value={search.state ?? ''} onChange={({ target: { value } }) => set({ state: STATES.find((state) => state === value) })}>
            <option value="">{t('everyState')}</option>{STATES.map((state) => <option key={state} value={state}>{states(`state.${state}`)}</option>)}
          </select>
        </label>
        {search.owner !== undefined && <Button onClick={() => set({ owner: undefined })}>{t('ofEverybody')}</Button>}
      </div>
      <p className={css.count} role="status">{search.owner !== undefined && t.rich('ofPerson', { name: () => <PersonName id={search.owner ?? ''} /> })}</p>
      {cannot
        ? <Empty icon={ListX} title={t('cannotListAll')}><p>{t('cannotListAllText')}</p><ButtonLink to="/admin/users" look="primary">{t('backToUsers')}</ButtonLink></Empty>
        : (
          <ListOf pages={pages}>
            {(items) => (items.length === 0
              ? <Empty icon={Clapperboard} title={t('noVideosFound')}><p>{t('noVideosFoundText')}</p>{search.state !== undefined && <Button onClick={() => set({ state: undefined })}>{t('everyState')}</Button>}</Empty>
              : <ul role="list" className={css.list}>{items.map((video) => <li key={video.id}><VideoRow video={video} ownerShown={search.owner === undefined} /></li>)}</ul>)}
          </ListOf>
        )}
    </AdminPage>
  );
}
