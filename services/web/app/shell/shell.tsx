import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Clapperboard, KeyRound, LayoutGrid, LogOut, Plus, ShieldCheck, SlidersHorizontal, UserRound, WifiOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { isStaff, meQuery, useSignOut, type Me } from '../session/session.ts';
import { useSessionEnded } from '../session/session-end.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Avatar, Notice, Row } from '../ui/layout.tsx';
import { Menu, menuItem } from '../ui/menu.tsx';
import { UploadsIndicator } from '../uploads/uploads-indicator.tsx';
import { useOnline } from './online.ts';
import { LookSettings } from './look-settings.tsx';
import css from './shell.module.css';

/** What stands around every screen: the way to the other screens, and what is wrong with the connection or the session. */
export function Shell() {
  const t = useTranslations('shell');
  const { data: me } = useQuery(meQuery);
  useFocusOnNavigation();
  return (
    <>
      <a className={css.skip} href="#main">{t('skip')}</a>
      <header className={css.bar}>
        <Link to={me ? '/exercises' : '/'} className={css.brand}><Logo /><span>Practika</span></Link>
        {me ? <SignedInBar me={me} /> : <StrangerBar />}
      </header>
      <Banners signedIn={Boolean(me)} />
      <main id="main" className={css.main} tabIndex={-1}><Outlet /></main>
      {me && <BottomBar />}
    </>
  );
}

export const Logo = () => <svg className={css.logo} viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" /><path d="M12.2 9.4v13.2c0 .7.8 1.1 1.4.7l9-6.6c.5-.4.5-1.1 0-1.5l-9-6.5c-.6-.5-1.4 0-1.4.7Z" /><circle cx="8" cy="8" r="2.6" /></svg>;

function SignedInBar({ me }: { readonly me: Me }) {
  const t = useTranslations('shell');
  const signOut = useSignOut();
  const navigate = useNavigate();
  return (
    <>
      <nav aria-label={t('mainNavigation')} className={css.nav}>
        <Link to="/exercises" activeOptions={{ exact: true, includeSearch: false }} className={css.navLink}>{t('exercises')}</Link>
        <Link to="/videos" className={css.navLink}>{t('videos')}</Link>
        {isStaff(me) && <Link to="/admin" className={css.navLink}>{t('administration')}</Link>}
      </nav>
      <div className={css.end}>
        <UploadsIndicator personId={me.id} />
        <ButtonLink to="/exercises/new" look="primary" className={css.newButton}><Plus aria-hidden="true" />{t('newExercise')}</ButtonLink>
        <Menu label={t('menu')} button={<Avatar name={me.displayName} />} buttonClassName={css.avatarButton}>
          <div className={css.menuHead}><strong>{me.displayName}</strong><span>{me.email}</span></div>
          <Link to="/account" className={menuItem}><UserRound aria-hidden="true" />{t('profile')}</Link>
          <Link to="/account/security" className={menuItem}><KeyRound aria-hidden="true" />{t('security')}</Link>
          <Link to="/account/privacy" className={menuItem}><ShieldCheck aria-hidden="true" />{t('privacy')}</Link>
          {isStaff(me) && <Link to="/admin" className={menuItem}><SlidersHorizontal aria-hidden="true" />{t('administration')}</Link>}
          <button type="button" className={menuItem} onClick={() => void signOut().then(() => navigate({ to: '/' }))}><LogOut aria-hidden="true" />{t('signOut')}</button>
        </Menu>
      </div>
    </>
  );
}

function StrangerBar() {
  const t = useTranslations('shell');
  return (
    <div className={css.end}>
      <LookSettings />
      <ButtonLink to="/sign-in" look="quiet">{t('signIn')}</ButtonLink>
      <ButtonLink to="/sign-up" look="primary" className={css.wideOnly}>{t('signUp')}</ButtonLink>
    </div>
  );
}

/** On a phone the ways sit where the thumb is. */
function BottomBar() {
  const t = useTranslations('shell');
  return (
    <nav aria-label={t('mainNavigation')} className={css.bottom}>
      <Link to="/exercises" activeOptions={{ exact: true, includeSearch: false }} className={css.bottomLink}><LayoutGrid aria-hidden="true" />{t('exercises')}</Link>
      <Link to="/exercises/new" className={css.bottomLink}><Plus aria-hidden="true" />{t('newExercise')}</Link>
      <Link to="/videos" className={css.bottomLink}><Clapperboard aria-hidden="true" />{t('videos')}</Link>
      <Link to="/account" className={css.bottomLink}><UserRound aria-hidden="true" />{t('account')}</Link>
    </nav>
  );
}

function Banners({ signedIn }: { readonly signedIn: boolean }) {
  const t = useTranslations('shell');
  const online = useOnline();
  const ended = useSessionEnded();
  const location = useLocation();
  return (
    <div role="status" className={css.banners}>
      {!online && <div className={css.banner}><WifiOff aria-hidden="true" />{t('offline')}</div>}
      {ended && signedIn && location.pathname !== '/sign-in' && <Notice tone="warn"><Row><span>{t('sessionEnded')}</span><ButtonLink to="/sign-in" search={{ next: location.href }} look="primary">{t('signInAgain')}</ButtonLink></Row></Notice>}
    </div>
  );
}

/** A new screen is read from its heading, as a new page would be. */
function useFocusOnNavigation(): void {
  const { pathname } = useLocation();
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    (document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main'))?.focus({ preventScroll: true });
  }, [pathname]);
}
