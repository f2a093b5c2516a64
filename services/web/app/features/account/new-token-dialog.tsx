import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth, body } from '../../client/client.ts';
import { useStepUp, wasCancelled } from '../../session/step-up.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Choice, SelectField, TextField } from '../../ui/field.tsx';
import { textOf } from '../../ui/form-text.ts';
import { Notice, Quiet, Stack } from '../../ui/layout.tsx';
import { useForm } from '../../ui/use-form.ts';
import css from './account.module.css';
import { TokenSecret } from './token-secret.tsx';
import { AREAS, endOf, isScope, LIFETIMES, scopesOf, USUAL_LIFETIME } from './token-scopes.ts';

/** First what the token may do, then its secret, this once. */
export function NewTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('account');
  const common = useTranslations('common');
  const client = useQueryClient();
  const stepUp = useStepUp();
  const [secret, setSecret] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const form = useForm(['/name', '/expiresAt'], async (data) => {
    const scopes = data.getAll('scopes').filter(isScope);
    setMissing(scopes.length === 0);
    if (scopes.length === 0) {
      document.querySelector<HTMLElement>('dialog[open] input[name="scopes"]')?.focus();
      return;
    }
    try {
      const { token } = await stepUp(() => body(auth.POST('/api/auth/v1/tokens', { body: { name: textOf(data, 'name').trim(), scopes, expiresAt: endOf(Number(textOf(data, 'days')), Date.now()) } })));
      setSecret(token);
    } catch (error) {
      if (!wasCancelled(error)) throw error;
    } finally {
      void client.invalidateQueries({ queryKey: ['tokens'] });
      void client.invalidateQueries({ queryKey: ['events'] });
    }
  }, undefined, { '/name': () => t('needName') });

  if (secret !== null) return <Dialog title={t('tokenMade')} onClose={onClose}><TokenSecret secret={secret} onDone={onClose} /></Dialog>;
  return (
    <Dialog title={t('newToken')} wide onClose={onClose}>
      <form onSubmit={form.onSubmit} onInput={form.onInput}>
        <Stack gap={5}>
          <TextField label={t('tokenName')} hint={t('tokenNameHint')} name="name" autoComplete="off" maxLength={100} required autoFocus error={form.at('/name')} />
          <fieldset aria-describedby="may-do">
            <legend className={css.legend}>{t('mayDo')}</legend>
            <p id="may-do"><Quiet small>{t('mayDoHint')}</Quiet>{missing && <><br /><span role="alert" className={css.wrong}>{t('needScope')}</span></>}</p>
            <div className={css.areas}>
              {AREAS.map((area) => (
                <div key={area}>
                  <h3>{t(`area.${area}`)}</h3>
                  {scopesOf(area).map((scope) => <Choice key={scope} name="scopes" value={scope} onChange={() => setMissing(false)}>{t(`scope.${scope}`)}</Choice>)}
                </div>
              ))}
            </div>
          </fieldset>
          <SelectField label={t('expires')} name="days" defaultValue={USUAL_LIFETIME} error={form.at('/expiresAt')}>
            {LIFETIMES.map((days) => <option key={days} value={days}>{days === 365 ? t('year') : t('days', { count: days })}</option>)}
          </SelectField>
          {form.failure !== null && <Notice tone="bad" live>{t('tokenFailed')} {form.failure}</Notice>}
        </Stack>
        <DialogActions><Button onClick={onClose}>{common('cancel')}</Button><Button type="submit" look="primary" busy={form.busy}>{t('create')}</Button></DialogActions>
      </form>
    </Dialog>
  );
}
