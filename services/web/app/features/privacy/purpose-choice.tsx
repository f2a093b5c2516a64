import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Badge, Notice } from '../../ui/layout.tsx';
import { type ConsentState, type Purpose, useDecide } from './privacy-queries.ts';
import css from './privacy.module.css';

interface PurposeChoiceProps {
  readonly purpose: Purpose;
  readonly recipient: string | null;
  readonly state: ConsentState;
  readonly since: string | null;
}

const RECIPIENTS: Readonly<Record<string, string>> = { youtube: 'YouTube (Google)' };

/** One purpose in plain words, what there is without it, and two buttons that look the same. */
export function PurposeChoice({ purpose, recipient, state, since }: PurposeChoiceProps) {
  const t = useTranslations('privacy');
  const text = useProblemText();
  const format = useFormatter();
  const decide = useDecide();
  const [busy, setBusy] = useState<'given' | 'withdrawn' | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const act = async (next: 'given' | 'withdrawn') => {
    setBusy(next);
    setFailure(null);
    try {
      await decide(purpose.purpose, recipient, next);
    } catch (error) {
      setFailure(isProblem(error) ? text(error) : t('failed'));
    } finally {
      setBusy(null);
    }
  };
  const name = recipient === null ? purpose.title : `${purpose.title}: ${RECIPIENTS[recipient] ?? recipient}`;
  return (
    <section className={css.purpose} role="group" aria-label={name}>
      <div>
        <h3>{name} <Badge tone={state === 'given' ? 'good' : 'neutral'}>{t(`state.${state}`)}</Badge></h3>
        <p lang="en">{purpose.text}</p>
        <p className={css.without}>{t(`without.${purpose.purpose}`)}</p>
        {since !== null && state !== 'never' && <p className={css.since}>{t(state === 'given' ? 'givenSince' : 'withdrawnSince', { date: format.dateTime(new Date(since), { dateStyle: 'long', timeStyle: 'short' }) })}</p>}
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
      </div>
      <div className={css.choices}>
        <Button busy={busy === 'given'} aria-pressed={state === 'given'} onClick={() => void act('given')}>{t('allow')}</Button>
        <Button busy={busy === 'withdrawn'} aria-pressed={state !== 'given'} onClick={() => (state === 'given' ? void act('withdrawn') : undefined)}>{t('dontAllow')}</Button>
      </div>
    </section>
  );
}
