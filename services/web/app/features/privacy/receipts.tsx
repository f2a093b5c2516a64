import { Download } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { body, consent } from '../../client/client.ts';
import { usePages } from '../../client/pages.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { saveFile } from '../../ui/save-file.ts';
import { Button } from '../../ui/button.tsx';
import { Badge, Notice, Quiet, Stack, Table } from '../../ui/layout.tsx';

/** Each decision with its signed receipt. */
export function Receipts() {
  const t = useTranslations('privacy');
  const common = useTranslations('common');
  const text = useProblemText();
  const format = useFormatter();
  const [failure, setFailure] = useState<string | null>(null);
  const { items: rows, error, hasMore, more, loadingMore } = usePages(['receipts'], (cursor) => body(consent.GET('/api/consent/v1/receipts', { params: { query: { limit: 20, ...cursor } } })));
  const save = async (id: string) => {
    try {
      const { jws } = await body(consent.GET('/api/consent/v1/receipts/{id}', { params: { path: { id } } }));
      saveFile(`consent-receipt-${id}.jws`, jws, 'application/jose');
    } catch (caught) {
      setFailure(text(caught));
    }
  };
  if (error !== null) return <Notice tone="bad" live>{text(error)}</Notice>;
  if (rows?.length === 0) return <Quiet>{t('noReceipts')}</Quiet>;
  return (
    <Stack>
      {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
      <Table caption={t('history')} head={[t('when'), t('purpose'), t('decision'), t('receipt')]}>
        {rows?.map(({ id, at, purpose, state }) => (
          <tr key={id}>
            <td>{format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' })}</td>
            <th scope="row">{t(`name.${purpose}`)}</th>
            <td><Badge tone={state === 'given' ? 'good' : 'neutral'}>{t(`state.${state}`)}</Badge></td>
            <td><Button look="quiet" onClick={() => void save(id)}><Download aria-hidden="true" />{t('download')}</Button></td>
          </tr>
        ))}
      </Table>
      <Quiet small>{t('receiptHint')}</Quiet>
      {hasMore && <Button busy={loadingMore} onClick={more}>{common('more')}</Button>}
    </Stack>
  );
}
