import { useTranslations } from 'use-intl';
import { auth } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { textOf } from '../../ui/form-text.ts';
import { Notice, Stack } from '../../ui/layout.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useState } from 'react';

/** Asks for the mail with the link again. The answer is the same for every address: nobody learns who is here. */
export function ResendLink({ email }: { readonly email?: string }) {
  const t = useTranslations('people');
  const [sent, setSent] = useState(false);
  const form = useForm(['/email'], async (data) => {
    await auth.POST('/api/auth/v1/verify-email/resend', { body: { email: email ?? textOf(data, 'email').trim() } });
    setSent(true);
  }, undefined, { '/email': () => t('wrongEmail') });
  return (
    <form onSubmit={form.onSubmit} onInput={form.onInput}>
      <Stack gap={3}>
        {email === undefined && <TextField label={t('email')} name="email" type="email" autoComplete="email" required error={form.at('/email')} />}
        {sent && <Notice tone="good" live>{t('resent')}</Notice>}
        {form.failure !== null && <Notice tone="bad" live>{form.failure}</Notice>}
        <Button type="submit" busy={form.busy}>{t('resend')}</Button>
      </Stack>
    </form>
  );
}
