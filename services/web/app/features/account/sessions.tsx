import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { auth, body } from '../../client/client.ts';
import { usePages } from '../../client/pages.ts';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Card, Notice, Quiet, Row, Skeleton, Stack } from '../../ui/layout.tsx';
import { useToast } from '../../ui/toasts.tsx';
import css from './account.module.css';
import { focusHeading } from './focus-heading.ts';
import { SessionRow } from './session-row.tsx';
import { useDeviceName } from './use-device-name.ts';

/** Where the person is signed in, with a way to end each. */
export function Sessions() {
  const t = useTranslations('account');
  const common = useTranslations('common');
  const text = useProblemText();
  const toast = useToast();
  const client = useQueryClient();
  const deviceName = useDeviceName();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const { items, error, hasMore, more, loadingMore, retry } = usePages(['sessions'], (cursor) => body(auth.GET('/api/auth/v1/sessions', { params: { query: { limit: 50, ...cursor } } })));

  const act = async (name: string, done: string, run: () => Promise<unknown>) => {
    setBusy(name);
    setFailure(null);
    try {
      // What has ended already is what was asked for.
      await run().catch((caught: unknown) => { if (!isProblem(caught, 'not-found')) throw caught; });
      toast({ text: done });
      focusHeading();
    } catch (caught) {
      setFailure(`${t('endFailed')} ${text(caught)}`);
    } finally {
      setBusy(null);
      setAsking(false);
      void client.invalidateQueries({ queryKey: ['sessions'] });
      void client.invalidateQueries({ queryKey: ['events'] });
    }
  };
  const others = items?.some(({ current }) => !current) ?? false;
  return (
    <Card aria-labelledby="sessions">
      <Stack>
        <Row between>
          <div><h2 id="sessions">{t('sessions')}</h2><Quiet small>{t('sessionsHint')}</Quiet></div>
          {others && <Button onClick={() => setAsking(true)}>{t('endOthers')}</Button>}
        </Row>
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
        {error !== null && items === undefined && <Notice tone="bad" live><Row between><span>{text(error)}</span><Button onClick={retry}>{common('retry')}</Button></Row></Notice>}
        {items === undefined && error === null && <div aria-busy="true"><Stack><Skeleton height="3rem" /><Skeleton height="3rem" /></Stack></div>}
        {items !== undefined && (
          <ul role="list" className={css.rows}>
            {[...items].sort((a, b) => Number(b.current) - Number(a.current)).map((session) => (
              <SessionRow key={session.id} session={session} busy={busy === session.id} onEnd={() => void act(session.id, t('ended', { device: deviceName(session.device) }), () => auth.DELETE('/api/auth/v1/sessions/{id}', { params: { path: { id: session.id } } }))} />
            ))}
          </ul>
        )}
        {items !== undefined && !others && <Quiet>{t('onlyThis')}</Quiet>}
        {hasMore && <Button busy={loadingMore} onClick={more}>{common('more')}</Button>}
      </Stack>
      {asking && (
        <Dialog title={t('endOthersTitle')} onClose={() => setAsking(false)}>
          <p>{t('endOthersText')}</p>
          <DialogActions><Button onClick={() => setAsking(false)}>{common('cancel')}</Button><Button look="primary" busy={busy === 'others'} onClick={() => void act('others', t('othersEnded'), () => auth.DELETE('/api/auth/v1/sessions'))}>{t('endOthers')}</Button></DialogActions>
        </Dialog>
      )}
    </Card>
  );
}
