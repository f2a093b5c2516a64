import { SquareTerminal } from 'lucide-react';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/layout.tsx';
import css from './account.module.css';
import type { Scope } from './token-scopes.ts';

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

/** Milliseconds before its end at which a token is said to end soon. */
const SOON = 7 * 86_400_000;

export function TokenRow({ token, onRevoke }: { readonly token: Token; readonly onRevoke: () => void }) {
  const t = useTranslations('account');
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium' });
  const left = new Date(token.expiresAt).getTime() - now.getTime();
  return (
    <li className={css.item}>
      <SquareTerminal aria-hidden="true" />
      <div className={css.itemText}>
        <h2>{token.name} {left <= 0 ? <Badge tone="bad">{t('expired')}</Badge> : left < SOON && <Badge tone="warn">{t('soon')}</Badge>}</h2>
        <p className={css.scopes}>{token.scopes.map((scope) => t(`scope.${scope}`)).join(' · ')}</p>
        <p className={css.meta}>
          <span>{token.lastUsedAt === null ? t('neverUsed') : t('lastUsed', { when: format.relativeTime(new Date(token.lastUsedAt), now) })}</span>
          <span>{t('worksUntil', { date: day(token.expiresAt) })}</span>
          <span>{t('createdOn', { date: day(token.createdAt) })}</span>
        </p>
      </div>
      <Button aria-label={t('revokeNamed', { name: token.name })} onClick={onRevoke}>{t('revoke')}</Button>
    </li>
  );
}
