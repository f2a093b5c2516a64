import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { UserRoundSearch } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl';
import { usePages } from '../../client/pages.ts';
import { ROLES, useMe } from '../../session/session.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Avatar, Badge, Empty, HiddenText } from '../../ui/layout.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import ui from '../../ui/ui.module.css';
import { AdminPage } from './admin-page.tsx';
import { type User, usersPage } from './admin-queries.ts';
import { STATUSES, type UsersSearch, withChange } from './admin-search.ts';
import css from './admin.module.css';
import { ListOf } from './list-of.tsx';
import { StandingBadges } from './standing-badges.tsx';

export function UsersScreen() {
  const t = useTranslations('admin');
  const search = useSearch({ from: '/signed-in/admin/users' });
  const navigate = useNavigate();
  const pages = usePages(['users', search], (cursor) => usersPage(search, cursor));
  const set = (change: { readonly [Key in keyof UsersSearch]?: UsersSearch[Key] | undefined }, replace = false) => void navigate({ to: '/admin/users', search: withChange<UsersSearch>(search, change), replace });
  const filtered = Object.keys(search).length > 0;
  return (
    <AdminPage title={t('users')} lead={t('usersLead')} actions={<ButtonLink to="/admin/invitations" look="primary">{t('invite')}</ButtonLink>}>
      <div className={css.tools} role="search">
        <SearchField label={t('searchUsers')} value={search.search ?? ''} onChange={(value) => set({ search: value === '' ? undefined : value }, true)} />
        <label className={css.select}><HiddenText>{t('roleFilter')}</HiddenText>
          <select className={ui.input} value={search.role ?? ''} onChange={({ target: { value } }) => set({ role: ROLES.find((role) => role === value) })}>
            <option value="">{t('everyRole')}</option>{ROLES.map((role) => <option key={role} value={role}>{t(`role.${role}`)}</option>)}
          </select>
        </label>
        <label className={css.select}><HiddenText>{t('statusFilter')}</HiddenText>
          <select className={ui.input} value={search.status ?? ''} onChange={({ target: { value } }) => set({ status: STATUSES.find((status) => status === value) })}>
            <option value="">{t('everyStatus')}</option>{STATUSES.map((status) => <option key={status} value={status}>{t(`status.${status}`)}</option>)}
          </select>
        </label>
      </div>
      <p className={css.count} role="status">{pages.items !== undefined && filtered ? t('found', { count: pages.items.length, more: String(pages.hasMore) }) : ''}</p>
      <ListOf pages={pages}>
        {(items) => (items.length === 0
          ? <Empty icon={UserRoundSearch} title={t('nobody')}><p>{t('nobodyText')}</p><Button onClick={() => set({ search: undefined, role: undefined, status: undefined })}>{t('showEverybody')}</Button></Empty>
          : <ul role="list" className={css.list}>{items.map((user) => <li key={user.id}><Person user={user} /></li>)}</ul>)}
      </ListOf>
    </AdminPage>
  );
}

function Person({ user }: { readonly user: User }) {
  const t = useTranslations('admin');
  const format = useFormatter();
  const me = useMe();
  return (
    <div className={css.person}>
      <Avatar name={user.displayName} />
      <div>
        <h2><Link to="/admin/users/$userId" params={{ userId: user.id }}>{user.displayName}</Link> {user.id === me.id && <Badge tone="neutral">{t('thisIsYou')}</Badge>}</h2>
        <p className={css.meta}><span>{user.username}</span><span>{user.email}</span><span>{t('since', { date: format.dateTime(new Date(user.createdAt), { dateStyle: 'medium' }) })}</span></p>
      </div>
      <div className={css.badges}>{user.emailVerifiedAt === null && <Badge tone="warn">{t('notConfirmed')}</Badge>}<StandingBadges role={user.role} status={user.status} /></div>
    </div>
  );
}
