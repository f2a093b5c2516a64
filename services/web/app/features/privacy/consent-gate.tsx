import { useQuery } from '@tanstack/react-query';
import { ShieldQuestion } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Card, Notice, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { NewNoticeDialog, NoticeButton } from './notice-dialog.tsx';
import { type PurposeName, purposesQuery } from './privacy-queries.ts';
import css from './privacy.module.css';
import { PurposeWords, usePurposeName } from './purpose-words.tsx';
import { useDecision } from './use-decision.ts';

export { useConsent } from './privacy-queries.ts';

interface ConsentGateProps {
  readonly purpose: PurposeName;
  readonly recipient?: string | null;
  /** Why it is needed here, in a sentence. */
  readonly why: ReactNode;
  readonly onGiven?: () => void;
  /** A way on without it, beside the question and looking the same: a button or a link. */
  readonly otherwise?: ReactNode;
}

/** Asks for one consent where it is needed: says why, shows the words that count, and takes the answer on the spot. */
export function ConsentGate({ purpose, recipient = null, why, onGiven, otherwise }: ConsentGateProps) {
  const t = useTranslations('privacy');
  const { data } = useQuery(purposesQuery);
  const { busy, failure, outdated, forgetOutdated, take } = useDecision(purpose, recipient);
  const nameOf = usePurposeName();
  const words = data?.find((one) => one.purpose === purpose);
  const give = async () => {
    if (await take('given')) onGiven?.();
  };
  return (
    <Card className={css.gate}>
      <Stack>
        <Row><ShieldQuestion aria-hidden="true" /><h2>{t('gateTitle')}</h2></Row>
        <p>{why}</p>
        {words === undefined ? <Skeleton height="4rem" /> : <div className={css.quote}><strong>{nameOf(words, recipient)}</strong><PurposeWords purpose={words} /></div>}
        <p className={css.without}>{t('gateLater')}</p>
        {failure !== null && <Notice tone="bad" live>{t('failed')} {failure}</Notice>}
        <Row><Button busy={busy !== null} onClick={() => void give()}>{t('gateAllow')}</Button>{otherwise}<NoticeButton /></Row>
      </Stack>
      {outdated && words !== undefined && <NewNoticeDialog purpose={nameOf(words, recipient)} onClose={forgetOutdated} onAllow={() => void give()} />}
    </Card>
  );
}
