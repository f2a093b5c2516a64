import { useTranslations } from 'use-intl';
import { body, consent } from '../../client/client.ts';
import { usePages } from '../../client/pages.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Quiet, Row, Skeleton, Stack, Table } from '../../ui/layout.tsx';
import css from './privacy.module.css';
import { ReceiptRow } from './receipt-row.tsx';

/** Each decision with its signed receipt, and how anybody can check one. */
export function Receipts() {
  const t = useTranslations('privacy');
  const common = useTranslations('common');
  const text = useProblemText();
  const { items: rows, error, hasMore, more, loadingMore, retry } = usePages(['receipts'], (cursor) => body(consent.GET('/api/consent/v1/receipts', { params: { query: { limit: 20, ...cursor } } })));
  if (error !== null && rows === undefined) return <Notice tone="bad" live><Row between><span>{text(error)}</span><Button onClick={retry}>{common('retry')}</Button></Row></Notice>;
  if (rows === undefined) return <div aria-busy="true"><Stack><Skeleton height="2.75rem" /><Skeleton height="2.75rem" /></Stack></div>;
  if (rows.length === 0) return <Quiet>{t('noReceipts')}</Quiet>;
  return (
    <Stack>
      <Table caption={t('historyTable')} head={[t('when'), t('purpose'), t('decision'), t('receipt')]}>
        {rows.map((receipt) => <ReceiptRow key={receipt.id} receipt={receipt} />)}
      </Table>
      {error !== null && <Notice tone="bad" live>{text(error)}</Notice>}
      {hasMore && <Row><Button busy={loadingMore} onClick={more}>{common('more')}</Button></Row>}
      <details className={css.details}>
        <summary>{t('howToCheck')}</summary>
        <ol>
          <li>{t('checkStepFile')}</li>
          <li>{t.rich('checkStepKeys', { keys: (chunks) => <a href="/api/consent/v1/jwks" target="_blank" rel="noreferrer">{chunks}</a> })}</li>
          <li>{t('checkStepTool')}</li>
          <li>{t('checkStepRead')}</li>
        </ol>
      </details>
    </Stack>
  );
}
