import { useTranslations } from 'use-intl';
import type { Role } from '../../session/session.ts';
import { Badge, type Tone } from '../../ui/layout.tsx';
import type { Status } from './admin-search.ts';

const TONES: Readonly<Record<Role, Tone>> = { student: 'neutral', instructor: 'neutral', staff: 'info', admin: 'info' };

/** What somebody is here; that they are not blocked goes without saying. */
export function StandingBadges({ role, status }: { readonly role: Role; readonly status: Status }) {
  const t = useTranslations('admin');
  return <><Badge tone={TONES[role]}>{t(`role.${role}`)}</Badge>{status === 'blocked' && <Badge tone="bad">{t('status.blocked')}</Badge>}</>;
}
