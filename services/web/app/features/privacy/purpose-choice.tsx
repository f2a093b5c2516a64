import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Badge, Notice } from '../../ui/layout.tsx';
import { NewNoticeDialog } from './notice-dialog.tsx';
import type { ConsentState, Purpose } from './privacy-queries.ts';
import css from './privacy.module.css';
import { PurposeWords, usePurposeName } from './purpose-words.tsx';
import { useDecision } from './use-decision.ts';
import { WithdrawDialog } from './withdraw-dialog.tsx';

interface PurposeChoiceProps {
  readonly purpose: Purpose;
  readonly recipient: string | null;
  readonly state: ConsentState;
  readonly since: string | null;
}

/** One purpose in plain words, what there is without it, and two buttons that look the same. Nothing is chosen beforehand. */
export function PurposeChoice({ purpose, recipient, state, since }: PurposeChoiceProps) {
  const t = useTranslations('privacy');
  const format = useFormatter();
  const { busy, failure, outdated, forgetOutdated, take } = useDecision(purpose.purpose, recipient);
  const [asking, setAsking] = useState(false);
  const name = usePurposeName()(purpose, recipient);
  // Where others lose something by it, that is said before. Elsewhere taking back is one press, as giving is.
  const refuse = () => {
    if (state === 'given' && purpose.purpose === 'video_processing') setAsking(true);
    else if (state !== 'withdrawn') void take('withdrawn');
  };
  return (
    <section className={css.purpose} role="group" aria-label={name}>
      <div>
        <h3>{name} <Badge tone={state === 'given' ? 'good' : 'neutral'}>{t(`state.${state}`)}</Badge></h3>
        <PurposeWords purpose={purpose} />
        <p className={css.without}>{t(`without.${purpose.purpose}`)}</p>
        {since !== null && state !== 'never' && <p className={css.since}>{t(state === 'given' ? 'givenSince' : 'withdrawnSince', { date: format.dateTime(new Date(since), { dateStyle: 'long', timeStyle: 'short' }) })}</p>}
        {failure !== null && <Notice tone="bad" live>{t('failed')} {failure}</Notice>}
      </div>
      <div className={css.choices}>
        <Button busy={busy === 'given'} aria-pressed={state === 'given'} onClick={() => { if (state !== 'given') void take('given'); }}>{t('allow')}</Button>
        <Button busy={busy === 'withdrawn'} aria-pressed={state === 'withdrawn'} onClick={refuse}>{t('dontAllow')}</Button>
      </div>
      {asking && <WithdrawDialog onClose={() => setAsking(false)} onWithdraw={() => take('withdrawn')} />}
      {outdated && <NewNoticeDialog purpose={name} onClose={forgetOutdated} onAllow={() => void take('given')} />}
    </section>
  );
}
