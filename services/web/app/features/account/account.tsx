import { Link, Outlet } from '@tanstack/react-router';
import { History, KeyRound, ShieldCheck, SquareTerminal, UserRound } from 'lucide-react';
import { useTranslations } from 'use-intl';
import css from './account.module.css';

/** What stands around every screen of the account: the way to the others. */
export function AccountLayout() {
  const t = useTranslations('account');
  return (
    <div className={css.account}>
      <nav aria-label={t('navigation')} className={css.side}>
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
