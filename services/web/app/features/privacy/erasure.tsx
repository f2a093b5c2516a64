import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { store, stored } from '../../shell/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Notice, Row, Stack } from '../../ui/layout.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import css from './privacy.module.css';
import { type Erasure, erasureQuery, rights } from './rights-api.ts';

/** Erasing everything: what goes, how long one can think again, and how to take it back. */
export function ErasureSection() {
  const t = useTranslations('privacy');
  const text = useProblemText();
  const format = useFormatter();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  // There is no list of them: this browser remembers the one that it asked for.
  const [id, setId] = useState(() => stored('erasure') || null);
  const { data } = useQuery(erasureQuery(id));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const begun = (erasure: Erasure) => {
    store('erasure', erasure.id);
    client.setQueryData(erasureQuery(erasure.id).queryKey, erasure);
    setId(erasure.id);
    setAsking(false);
  };
  const cancel = async () => {
    if (id === null) return;
    setBusy(true);
    setFailure(null);
    try {
      await rights.DELETE('/api/consent/v1/erasures/{id}', { params: { path: { id } } });
      store('erasure', '');
      setId(null);
      void client.invalidateQueries();
    } catch (error) {
      setFailure(text(error));
    } finally {
      setBusy(false);
    }
  };
  const leaving = data !== undefined && data !== null && data.state !== 'cancelled';
  return (
    <Card aria-labelledby="erasure">
      <Stack>
        <h2 id="erasure">{t('erasure')}</h2>
        {leaving ? (
          <>
            <Notice tone="warn" live>{data.state === 'grace' ? t('erasureGrace', { date: format.dateTime(new Date(data.graceUntil), { dateStyle: 'full', timeStyle: 'short' }) }) : t(`erasureState.${data.state}`)}</Notice>
            {data.statusUrl !== undefined && <p className={css.fingerprint}>{t('erasureStatus')}<br /><a href={data.statusUrl}>{data.statusUrl}</a></p>}
            {data.state === 'grace' && <Row><Button look="primary" busy={busy} onClick={() => void cancel()}>{t('erasureCancel')}</Button></Row>}
          </>
        ) : (
          <>
            <p>{t('erasureText')}</p>
            <ul className={css.list}><li>{t('erasureGoes')}</li><li>{t('erasureAnswers')}</li><li>{t('erasureStays')}</li><li>{t('erasureTime')}</li></ul>
            <Row><Button onClick={() => setAsking(true)}>{t('erasureBegin')}</Button></Row>
          </>
        )}
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
      </Stack>
      {asking && <EraseDialog onBegun={begun} onClose={() => setAsking(false)} />}
    </Card>
  );
}
