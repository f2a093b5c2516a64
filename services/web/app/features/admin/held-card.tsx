import { ShieldAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { useMe } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Card, Notice, Row, Stack } from '../../ui/layout.tsx';
import { clock, useSizes } from '../../ui/sizes.ts';
import css from './admin.module.css';
import { DecisionDialog } from './decision-dialog.tsx';
import { PersonName } from './person-name.tsx';
import type { Decision, Held } from './quarantine-queries.ts';
import { quarantineTime } from './quarantine-time.ts';
import { useReasonText } from './use-reason-text.ts';
import { VideoHistory } from './video-row.tsx';

/** Days from which on the end is said louder. */
const SOON = 5;

export function HeldCard({ held, approvedByMe, onApproved }: { readonly held: Held; readonly approvedByMe: (stay: string) => boolean; readonly onApproved: (stay: string) => void }) {
  const t = useTranslations('admin');
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  const me = useMe();
  const why = useReasonText();
  const { size } = useSizes();
  const heading = useId();
  const [deciding, setDeciding] = useState<Decision | null>(null);
  const { since, until, daysLeft } = quarantineTime(held.history, held.createdAt, now.getTime());
  // An approval counts for one stay: a file that comes back is decided on anew.
  const stay = `${held.id} ${since.toISOString()}`;
  const mine = held.ownerId === me.id;
  const approval = held.approvals.find(({ reviewerId }) => reviewerId !== me.id);
  const approved = approvedByMe(stay) || held.approvals.some(({ reviewerId }) => reviewerId === me.id);
  return (
    <Card aria-labelledby={heading}>
      <Stack>
        <h2 id={heading}>{held.filename}</h2>
        {held.reason !== null && <p className={css.found}><ShieldAlert aria-hidden="true" /><span>{why(held.reason)}</span></p>}
        <dl className={css.facts}>
          <div><dt>{t('owner')}</dt><dd><PersonName id={held.ownerId} /></dd></div>
          <div><dt>{t('type')}</dt><dd>{held.contentType}{held.size !== null && `, ${size(held.size)}`}{held.durationMs !== null && `, ${clock(held.durationMs)}`}</dd></div>
          <div><dt>{t('inSince', { date: format.dateTime(since, { dateStyle: 'medium' }) })}</dt><dd>{format.relativeTime(since, now)}</dd></div>
          <div><dt>{t('deadline', { date: format.dateTime(until, { dateStyle: 'medium' }) })}</dt><dd className={classNames(daysLeft <= SOON && css.soon)}>{daysLeft < 0 ? t('overdue') : t('deadlineIn', { days: daysLeft })}</dd></div>
          {held.sha256 !== null && <div className={css.wide}><dt>{t('fingerprint')}</dt><dd><code className={css.hash}>{held.sha256}</code></dd></div>}
        </dl>
        <details className={css.more}><summary>{t('history')}</summary><VideoHistory history={held.history} /></details>
        {approved && !mine && <Notice tone="good" live>{t('approvedByYou')}</Notice>}
        {approval !== undefined && !mine && <Notice>{t.rich('approvedBy', { name: () => <PersonName id={approval.reviewerId} />, ago: format.relativeTime(new Date(approval.at), now), reason: approval.reason })}</Notice>}
        {mine ? <Notice tone="warn">{t('ownVideo')}</Notice> : (
          <Row>
            {!approved && <Button onClick={() => setDeciding('release')}>{t('release')}</Button>}
            <Button onClick={() => setDeciding('reject')}>{t('reject')}</Button>
          </Row>
        )}
      </Stack>
      {deciding !== null && <DecisionDialog held={held} decision={deciding} onClose={() => setDeciding(null)} onApproved={() => onApproved(stay)} />}
    </Card>
  );
}
