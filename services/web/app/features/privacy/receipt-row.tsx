import { BadgeCheck, CircleAlert, Download, FileSearch } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { body, consent } from '../../client/client.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { saveFile } from '../../ui/save-file.ts';
import { Button } from '../../ui/button.tsx';
import { Badge, Row } from '../../ui/layout.tsx';
import type { Decision, PurposeName } from './privacy-queries.ts';
import { checkReceipt } from './receipt-check.ts';

interface Receipt {
  readonly id: string;
  readonly at: string;
  readonly purpose: PurposeName;
  readonly recipient: string | null;
  readonly state: Decision;
  readonly jws: string;
}

export function ReceiptRow({ receipt: { id, at, purpose, recipient, state, jws } }: { readonly receipt: Receipt }) {
  const t = useTranslations('privacy');
  const text = useProblemText();
  const format = useFormatter();
  const [checked, setChecked] = useState<{ readonly good: boolean; readonly words: string } | null>(null);
  const when = format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' });
  const named = { purpose: t(`name.${purpose}`), when };
  const check = async () => {
    try {
      const { keys } = await body(consent.GET('/api/consent/v1/jwks'));
      const { valid } = await checkReceipt(jws, keys as never);
      setChecked({ good: valid, words: t(valid ? 'checkedGood' : 'checkedBad') });
    } catch (error) {
      setChecked({ good: false, words: text(error) });
    }
  };
  return (
    <tr>
      <td>{when}</td>
      <th scope="row">{named.purpose}{recipient !== null && ` (${recipient})`}</th>
      <td><Badge tone={state === 'given' ? 'good' : 'neutral'}>{t(`state.${state}`)}</Badge></td>
      <td>
        <Row gap={1}>
          <Button look="quiet" aria-label={t('downloadNamed', named)} onClick={() => saveFile(`consent-receipt-${id}.jws`, jws, 'application/jose')}><Download aria-hidden="true" />{t('download')}</Button>
          <Button look="quiet" aria-label={t('checkNamed', named)} onClick={() => void check()}><FileSearch aria-hidden="true" />{t('check')}</Button>
        </Row>
        <span role="status">{checked !== null && <Badge tone={checked.good ? 'good' : 'bad'}>{checked.good ? <BadgeCheck aria-hidden="true" /> : <CircleAlert aria-hidden="true" />}{checked.words}</Badge>}</span>
      </td>
    </tr>
  );
}
