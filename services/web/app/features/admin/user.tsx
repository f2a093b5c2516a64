import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import { isAdmin, useMe } from '../../session/session.ts';
import { ErrorScreen } from '../../shell/error-screen.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Avatar, Badge, Card, Quiet, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { usePages } from '../../client/pages.ts';
import { AdminPage } from './admin-page.tsx';
import { type User, userQuery, videosPage } from './admin-queries.ts';
import css from './admin.module.css';
import { ListOf } from './list-of.tsx';
import { StandingBadges } from './standing-badges.tsx';
import { StandingForm } from './standing-form.tsx';
import { UserEvents } from './user-events.tsx';
import { VideoRow } from './video-row.tsx';

export function UserScreen() {
  const { userId } = useParams({ from: '/signed-in/admin/users/$userId' });
  const t = useTranslations('admin');
  const me = useMe();
  const { data, error, refetch } = useQuery(userQuery(userId));
  if (error !== null) return <ErrorScreen error={error} reset={() => void refetch()} />;
  if (data === undefined) return <AdminPage title={t('account')} back><div aria-busy="true"><Stack><Skeleton height="12rem" /><Skeleton height="18rem" /></Stack></div></AdminPage>;
  const { user } = data;
  return (
    <AdminPage title={user.displayName} back>
      <Stack gap={5}>
        <Facts user={user} mine={user.id === me.id} />
        {isAdmin(me) ? <StandingForm key={user.id} read={data} /> : <Card aria-labelledby="standing"><Stack><h2 id="standing">{t('standing')}</h2><Row><StandingBadges role={user.role} status={user.status} /></Row><p>{t(`roleText.${user.role}`)}</p><Quiet small>{t('standingStaff')}</Quiet></Stack></Card>}
        <Videos user={user} />
        {isAdmin(me) && <UserEvents subject={user.id} />}
      </Stack>
    </AdminPage>
  );
}

function Facts({ user, mine }: { readonly user: User; readonly mine: boolean }) {
  const t = useTranslations('admin');
  const format = useFormatter();
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: 'long' });
  return (
    <Card aria-labelledby="account">
      <Stack>
        <Row><Avatar name={user.displayName} size="3.25rem" /><h2 id="account">{t('account')}</h2><StandingBadges role={user.role} status={user.status} />{mine && <Badge>{t('thisIsYou')}</Badge>}</Row>
        <dl className={css.facts}>
          <div><dt>{t('email')}</dt><dd>{user.email}</dd></div>
          <div><dt>{t('username')}</dt><dd>{user.username}</dd></div>
          <div><dt>{t('confirmed')}</dt><dd>{user.emailVerifiedAt === null ? t('notYet') : day(user.emailVerifiedAt)}</dd></div>
          <div><dt>{t('joined')}</dt><dd>{day(user.createdAt)}</dd></div>
          <div className={css.wide}><dt>{t('id')}</dt><dd><code>{user.id}</code></dd></div>
        </dl>
      </Stack>
    </Card>
  );
}

function Videos({ user }: { readonly user: User }) {
  const t = useTranslations('admin');
  const pages = usePages(['assets', 'of', user.id, 'newest'], (cursor) => videosPage({ owner: user.id }, cursor, 5));
  return (
    <section aria-labelledby="videos">
      <Stack>
        <Row between><h2 id="videos">{t('theirVideos')}</h2>{pages.hasMore && <ButtonLink to="/admin/videos" search={{ owner: user.id }}>{t('allTheirVideos')}</ButtonLink>}</Row>
        <ListOf pages={{ ...pages, hasMore: false }}>
          {(items) => (items.length === 0 ? <Card><Quiet>{t('noVideos')}</Quiet></Card> : <ul role="list" className={css.list}>{items.map((video) => <li key={video.id}><VideoRow video={video} ownerShown={false} /></li>)}</ul>)}
        </ListOf>
      </Stack>
    </section>
  );
}
