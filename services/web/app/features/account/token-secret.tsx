import { Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { DialogActions } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice, Row, Stack } from '../../ui/layout.tsx';
import css from './account.module.css';

/** The secret, this once. Nothing keeps it when the dialog is gone. */
export function TokenSecret({ secret, onDone }: { readonly secret: string; readonly onDone: () => void }) {
  const t = useTranslations('account');
  const common = useTranslations('common');
  const field = useRef<HTMLTextAreaElement>(null);
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(secret);
      setSaid(common('copied'));
    } catch {
      setSaid(t('tokenSelect'));
    }
  };
  return (
    <Stack>
      <Notice tone="warn" live>{t('tokenOnce')}</Notice>
      <Field label={t('tokenSecret')}>{(wired) => <textarea {...wired} ref={field} className={css.secret} rows={2} readOnly spellCheck={false} value={secret} onFocus={(event) => event.currentTarget.select()} />}</Field>
      <Row><Button look="primary" autoFocus onClick={() => void copy()}><Copy aria-hidden="true" />{common('copy')}</Button><span role="status">{said}</span></Row>
      <p>{t('tokenUse')}</p>
      <code className={css.usage}>Authorization: Bearer {secret.slice(0, 8)}…</code>
      <DialogActions><Button onClick={onDone}>{t('tokenKept')}</Button></DialogActions>
    </Stack>
  );
}
