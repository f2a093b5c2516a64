import { useBlocker } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';

/** Nobody leaves the middle of a recording by a slip. @param samePath also another view of the same page is leaving */
export function LeaveGuard({ active, kept, samePath }: { readonly active: boolean; readonly kept: boolean; readonly samePath: boolean }) {
  const t = useTranslations('recorder');
  const blocker = useBlocker({ disabled: !active, withResolver: true, enableBeforeUnload: active, shouldBlockFn: ({ current, next }) => samePath || current.pathname !== next.pathname });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog title={t('leaveTitle')} onClose={blocker.reset}>
      <p>{t(kept ? 'leaveText' : 'leaveLost')}</p>
      <DialogActions><Button look="primary" onClick={blocker.reset}>{t('stay')}</Button><Button onClick={blocker.proceed}>{t('leave')}</Button></DialogActions>
    </Dialog>
  );
}
