import { useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth, body } from '../../client/client.ts';
import { usePages } from '../../client/pages.ts';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Card, Empty, Notice, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { AccountPage } from './account-page.tsx';
import css from './account.module.css';
import { focusHeading } from './focus-heading.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { TokenRow, type Token } from './token-row.tsx';

export function TokensScreen() {
  const t = useTranslations('account');
  const common = useTranslations('common');
  const text = useProblemText();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const { items, error, hasMore, more, loadingMore, retry } = usePages(['tokens'], (cursor) => body(auth.GET('/api/auth/v1/tokens', { params: { query: { limit: 50, ...cursor } } })));
  const make = <Button look="primary" onClick={() => setMaking(true)}><Plus aria-hidden="true" />{t('newToken')}</Button>;
  return (
    <AccountPage title={t('tokens')} lead={t('tokensLead')} actions={items !== undefined && items.length > 0 && make}>
      {items === undefined && error === null && <Card><div aria-busy="true"><Stack><Skeleton height="4rem" /><Skeleton height="4rem" /></Stack></div></Card>}
      {items === undefined && error !== null && <Notice tone="bad" live><Row between><span>{text(error)}</span><Button onClick={retry}>{common('retry')}</Button></Row></Notice>}
      {items?.length === 0 && <Card><Empty icon={KeyRound} title={t('noTokens')}><p>{t('noTokensText')}</p>{make}</Empty></Card>}
      {items !== undefined && items.length > 0 && <Card><ul role="list" className={css.rows}>{items.map((token) => <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />)}</ul></Card>}
      {hasMore && <Button busy={loadingMore} onClick={more}>{common('more')}</Button>}
      {making && <NewTokenDialog onClose={() => setMaking(false)} />}
      {revoking !== null && <RevokeDialog token={revoking} onClose={() => setRevoking(null)} />}
    </AccountPage>
  );
}

function RevokeDialog({ token, onClose }: { readonly token: Token; readonly onClose: () => void }) {
  const t = useTranslations('account');
  const common = useTranslations('common');
  const text = useProblemText();
  const toast = useToast();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const revoke = async () => {
    setBusy(true);
    try {
      await auth.DELETE('/api/auth/v1/tokens/{id}', { params: { path: { id: token.id } } }).catch((error: unknown) => { if (!isProblem(error, 'not-found')) throw error; });
      toast({ text: t('revoked', { name: token.name }) });
      onClose();
      focusHeading();
    } catch (error) {
      setFailure(text(error));
      setBusy(false);
    }
    void client.invalidateQueries({ queryKey: ['tokens'] });
    void client.invalidateQueries({ queryKey: ['events'] });
  };
  return (
    <Dialog title={t('revokeTitle', { name: token.name })} onClose={onClose}>
      <Stack><p>{t('revokeText')}</p>{failure !== null && <Notice tone="bad" live>{failure}</Notice>}</Stack>
      <DialogActions><Button onClick={onClose}>{common('cancel')}</Button><Button look="danger" busy={busy} onClick={() => void revoke()}>{t('revoke')}</Button></DialogActions>
    </Dialog>
  );
}
