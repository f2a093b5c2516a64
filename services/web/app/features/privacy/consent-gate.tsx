import { useQuery } from '@tanstack/react-query';
import { ShieldQuestion } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Notice, Row, Stack } from '../../ui/layout.tsx';
import { NoticeButton } from './notice-dialog.tsx';
import { type PurposeName, purposesQuery, useDecide } from './privacy-queries.ts';
import css from './privacy.module.css';

interface ConsentGateProps {
  readonly purpose: PurposeName;
  readonly recipient?: string | null;
  /** Why it is needed here, in a sentence. */
  readonly why: ReactNode;
  readonly onGiven?: () => void;
}

/** Asks for one consent where it is needed: says why, shows the words that count, and takes the answer on the spot. */
export function ConsentGate({ purpose, recipient = null, why, onGiven }: ConsentGateProps) {
  const t = useTranslations('privacy');
  const text = useProblemText();
  const { data } = useQuery(purposesQuery);
  const decide = useDecide();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const words = data?.find((one) => one.purpose === purpose);
  const give = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await decide(purpose, recipient, 'given');
      onGiven?.();
    } catch (error) {
      setFailure(text(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card className={css.gate}>
      <Stack>
        <Row><ShieldQuestion aria-hidden="true" /><h2>{t('gateTitle')}</h2></Row>
        <p>{why}</p>
        {words !== undefined && <blockquote lang="en"><strong>{words.title}.</strong> {words.text}</blockquote>}
        <p className={css.without}>{t('gateLater')}</p>
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
        <Row><Button look="primary" busy={busy} onClick={() => void give()}>{t('gateAllow')}</Button><NoticeButton /></Row>
      </Stack>
    </Card>
  );
}
