import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice, Skeleton, Stack } from '../../ui/layout.tsx';
import { noticeQuery } from './privacy-queries.ts';
import css from './privacy.module.css';

/** A button that opens the privacy notice: the very text that a consent refers to, in the language it was written in. */
export function NoticeButton() {
  const t = useTranslations('privacy');
  const text = useProblemText();
  const [open, setOpen] = useState(false);
  const { data, error } = useQuery({ ...noticeQuery, enabled: open });
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>{t('readNotice')}</Button>
      {open && (
        <Dialog title={t('notice')} wide onClose={() => setOpen(false)}>
          {error !== null && <Notice tone="bad">{text(error)}</Notice>}
          {data === undefined ? error === null && <Stack><Skeleton /><Skeleton /><Skeleton width="60%" /></Stack> : (
            <>
              <div className={css.noticeText} lang={data.language} tabIndex={0} role="document">{data.body}</div>
              <p className={css.fingerprint}>{t('noticeVersion', { version: data.version })}<br /><code>{data.sha256}</code></p>
            </>
          )}
        </Dialog>
      )}
    </>
  );
}
