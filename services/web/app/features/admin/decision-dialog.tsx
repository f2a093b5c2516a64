import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { isProblem } from '../../client/problem.ts';
import { useToast } from '../../ui/toasts.tsx';
import { decide, type Decision, type Held } from './quarantine-queries.ts';
import { ReasonDialog } from './reason-dialog.tsx';

/** Release or reject, with why. Whoever sees an old list is told what happened meanwhile. */
export function DecisionDialog({ held, decision, onClose, onApproved }: { readonly held: Held; readonly decision: Decision; readonly onClose: () => void; readonly onApproved: () => void }) {
  const t = useTranslations('admin');
  const client = useQueryClient();
  const toast = useToast();
  const done = async (text: string) => {
    toast({ text });
    onClose();
    await client.invalidateQueries({ queryKey: ['assets'] });
  };
  const act = async (reason: string) => {
    try {
      const outcome = await decide(decision, held.id, reason);
      if (outcome === 'approved') onApproved();
      await done(outcome === 'approved' ? t('approvedOnce') : t(outcome, { name: held.filename }));
    } catch (error) {
      if (isProblem(error, 'second-person-required')) {
        onApproved();
        onClose();
      } else if (isProblem(error, 'conflict', 'not-found')) await done(t('goneMeanwhile'));
      else throw error;
    }
  };
  const release = decision === 'release';
  return <ReasonDialog title={t(release ? 'releaseTitle' : 'rejectTitle')} text={t(release ? 'releaseText' : 'rejectText')} about={held.filename} button={t(release ? 'approve' : 'rejectNow')} limit={500} dangerous={!release} act={act} onClose={onClose} />;
}
