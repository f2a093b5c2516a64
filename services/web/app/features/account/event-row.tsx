import { Ban, KeyRound, LogIn, LogOut, type LucideIcon, MailCheck, ShieldCheck, SquareTerminal, UserRound, UserRoundPlus, Waypoints } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl';
import { Badge } from '../../ui/layout.tsx';
import css from './account.module.css';
import { useDeviceName } from './use-device-name.ts';

interface SecurityEvent {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly outcome: 'success' | 'failure';
  readonly device: string | null;
  readonly ipPrefix: string | null;
}

const ICONS: readonly (readonly [RegExp, LucideIcon])[] = [
  [/^sign-in/, LogIn], [/^sign-out|^session/, LogOut], [/^email/, MailCheck], [/^password/, KeyRound], [/^token/, SquareTerminal], [/^step-up|^role|^status/, ShieldCheck], [/^sign-up|^account|^invitation/, UserRoundPlus], [/^job/, Waypoints],
];

export function EventRow({ event }: { readonly event: SecurityEvent }) {
  const t = useTranslations('account');
  const format = useFormatter();
  const deviceName = useDeviceName();
  const refused = event.outcome === 'failure';
  const Icon = refused ? Ban : ICONS.find(([pattern]) => pattern.test(event.type))?.[1] ?? UserRound;
  const words = (key: string): string | null => (t.has(key as never) ? t(key as never) : null);
  // One that this app does not know yet is shown by the server's name for it rather than not at all.
  const name = (refused ? words(`eventFailed.${event.type}`) : null) ?? words(`event.${event.type}`) ?? event.type;
  return (
    <li className={refused ? `${css.item} ${css.refused}` : css.item}>
      <Icon aria-hidden="true" />
      <div className={css.itemText}>
        <h3>{name} {refused && <Badge tone="bad">{t('failed')}</Badge>}</h3>
        <p className={css.meta}>
          <time dateTime={event.at}>{format.dateTime(new Date(event.at), { timeStyle: 'short' })}</time>
          <span>{event.device === null ? t('byOperator') : deviceName(event.device)}</span>
          {event.ipPrefix !== null && <span>{t('network', { prefix: event.ipPrefix })}</span>}
        </p>
      </div>
    </li>
  );
}
