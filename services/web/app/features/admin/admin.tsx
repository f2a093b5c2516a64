import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Clapperboard, MailPlus, ShieldAlert, ShieldQuestion, Users, Waypoints } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { isAdmin, isStaff, useMe } from '../../session/session.ts';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Empty, Page } from '../../ui/layout.tsx';
import css from './admin.module.css';

/** What stands around every screen of the administration. What only administrators may do is said there. */
export function AdminLayout() {
  const t = useTranslations('admin');
  const shell = useTranslations('shell');
  const me = useMe();
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a phone the ways are a row that scrolls: the one that was gone must be seen.
  useEffect(() => {
    const link = nav.current?.querySelector<HTMLElement>(`a[href="${pathname}"]`);
    if (link && nav.current) nav.current.scrollLeft = link.offsetLeft - (nav.current.clientWidth - link.offsetWidth) / 2;
  }, [pathname]);
  if (!isStaff(me)) return <Page><ScreenTitle>{t('title')}</ScreenTitle><Empty main icon={ShieldQuestion} title={t('forStaff')}><p>{t('forStaffText')}</p><ButtonLink to="/exercises" look="primary">{shell('toExercises')}</ButtonLink></Empty></Page>;
  return (
    <div className={css.admin}>
      <nav ref={nav} aria-label={t('navigation')} className={css.side}>
        <Link to="/admin/users"><Users aria-hidden="true" />{t('users')}</Link>
        <Link to="/admin/invitations"><MailPlus aria-hidden="true" />{t('invitations')}</Link>
        <Link to="/admin/videos"><Clapperboard aria-hidden="true" />{t('videos')}</Link>
        <Link to="/admin/quarantine"><ShieldAlert aria-hidden="true" />{t('quarantine')}</Link>
        {isAdmin(me) && <Link to="/admin/queues"><Waypoints aria-hidden="true" />{t('queues')}</Link>}
      </nav>
      <div className={css.screen}><Outlet /></div>
    </div>
  );
}
