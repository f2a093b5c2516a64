import { Monitor, Smartphone } from 'lucide-react';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/layout.tsx';
import css from './account.module.css';
import { deviceOf } from './device-words.ts';
import { useDeviceName } from './use-device-name.ts';

interface Session {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  readonly device: string;
  readonly ipPrefix: string;
}

/** Milliseconds. Seen within this, somebody is there now; the server writes it down about once a minute. */
const NOW = 120_000;

export function SessionRow({ session, busy, onEnd }: { readonly session: Session; readonly busy: boolean; readonly onEnd: () => void }) {
  const t = useTranslations('account');
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const name = useDeviceName()(session.device);
  const Icon = deviceOf(session.device).small ? Smartphone : Monitor;
  const seen = new Date(session.lastSeenAt);
  return (
    <li className={css.item}>
      <Icon aria-hidden="true" />
      <div className={css.itemText}>
        <h3>{name} {session.current && <Badge tone="good">{t('current')}</Badge>}</h3>
        <p className={css.meta}>
          <span>{session.current || now.getTime() - seen.getTime() < NOW ? t('seenNow') : t('lastSeen', { when: format.relativeTime(seen, now) })}</span>
          <span>{t('network', { prefix: session.ipPrefix })}</span>
        </p>
        <p className={css.meta}>
          <span>{t('signedInAt', { when: format.dateTime(new Date(session.createdAt), { dateStyle: 'medium', timeStyle: 'short' }) })}</span>
          <span>{t('endsAt', { when: format.dateTime(new Date(session.expiresAt), { dateStyle: 'medium', timeStyle: 'short' }) })}</span>
        </p>
      </div>
      {!session.current && <Button busy={busy} aria-label={t('endNamed', { device: name })} onClick={onEnd}>{t('end')}</Button>}
    </li>
  );
}
