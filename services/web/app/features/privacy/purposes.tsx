import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { PurposeChoice } from './purpose-choice.tsx';
import { consentsQuery, purposesQuery } from './privacy-queries.ts';
import css from './privacy.module.css';

/** Every purpose there is, one row for each recipient. */
export function Purposes() {
  const common = useTranslations('common');
  const text = useProblemText();
  const purposes = useQuery(purposesQuery);
  const consents = useQuery(consentsQuery);
  if (purposes.data === undefined || consents.data === undefined) {
    const error = purposes.error ?? consents.error;
    if (error !== null) return <Notice tone="bad" live><Row between><span>{text(error)}</span><Button onClick={() => { void purposes.refetch(); void consents.refetch(); }}>{common('retry')}</Button></Row></Notice>;
    return <div aria-busy="true"><Stack>{[0, 1, 2, 3].map((row) => <Skeleton key={row} height="6.5rem" />)}</Stack></div>;
  }
  return (
    <div className={css.purposes}>
      {purposes.data.flatMap((purpose) => (purpose.recipients.length === 0 ? [null] : purpose.recipients).map((recipient) => {
        const row = consents.data.find((one) => one.purpose === purpose.purpose && one.recipient === recipient);
        return <PurposeChoice key={`${purpose.purpose} ${recipient ?? ''}`} purpose={purpose} recipient={recipient} state={row?.state ?? 'never'} since={row?.since ?? null} />;
      }))}
    </div>
  );
}
