import { BadgeCheck } from 'lucide-react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Me } from '../../session/session.ts';
import { Badge, Card, Quiet, Row, Stack } from '../../ui/layout.tsx';
import css from './account.module.css';

/** What one cannot change oneself, and what it means. */
export function AddressCard({ me }: { readonly me: Me }) {
  const t = useTranslations('account');
  const format = useFormatter();
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: 'long' });
  return (
    <Card aria-labelledby="address">
      <Stack>
        <h2 id="address">{t('address')}</h2>
        <dl className={css.facts}>
          <div className={css.wide}>
            <dt>{t('email')}</dt>
            <dd><Row gap={2}><span>{me.email}</span>{me.emailVerifiedAt === null ? <Badge tone="warn">{t('notVerified')}</Badge> : <Badge tone="good"><BadgeCheck aria-hidden="true" />{t('verified', { date: day(me.emailVerifiedAt) })}</Badge>}</Row><Quiet small>{t('emailHint')}</Quiet></dd>
          </div>
          <div><dt>{t('roleLabel')}</dt><dd>{t(`role.${me.role}`)}<br /><Quiet small>{t(`roleText.${me.role}`)}</Quiet></dd></div>
          <div><dt>{t('memberSince')}</dt><dd>{day(me.createdAt)}</dd></div>
        </dl>
      </Stack>
    </Card>
  );
}
