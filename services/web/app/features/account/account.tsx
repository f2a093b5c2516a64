import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { History, KeyRound, ShieldCheck, SquareTerminal, UserRound } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import css from './account.module.css';

/** What stands around every screen of the account: the way to the others. */
export function AccountLayout() {
  const t = useTranslations('account');
  const { pathname } = useLocation();
  const side = useRef<HTMLElement>(null);
  // On a phone the ways scroll sideways: the one of this screen is brought into sight, and nothing else moves.
  useEffect(() => {
    const [nav, active] = [side.current, side.current?.querySelector<HTMLElement>('[aria-current="page"]')];
    if (nav && active) nav.scrollLeft = active.offsetLeft - nav.offsetLeft - (nav.clientWidth - active.offsetWidth) / 2;
  }, [pathname]);
  return (
    <div className={css.account}>
      <nav ref={side} aria-label={t('navigation')} className={css.side}>
        <Link to="/account" activeOptions={{ exact: true }}><UserRound aria-hidden="true" />{t('profile')}</Link>
        <Link to="/account/security"><KeyRound aria-hidden="true" />{t('security')}</Link>
        <Link to="/account/privacy"><ShieldCheck aria-hidden="true" />{t('privacy')}</Link>
        <Link to="/account/tokens"><SquareTerminal aria-hidden="true" />{t('tokens')}</Link>
        <Link to="/account/activity"><History aria-hidden="true" />{t('activity')}</Link>
      </nav>
      <div className={css.screen}><Outlet /></div>
    </div>
  );
}
