import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../../client/problem-text.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty, Notice, Page, Row } from '../../ui/layout.tsx';
import { useRestoreExercise } from '../feed/restore-exercise.ts';

/** In the place of an exercise that was deleted, for those who may bring it back. */
export function DeletedExercise({ exerciseId, onRestored }: { readonly exerciseId: string; readonly onRestored: () => void }) {
  const t = useTranslations('newExercise');
  const text = useProblemText();
  const restore = useRestoreExercise();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const act = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await restore(exerciseId);
      onRestored();
    } catch (error) {
      setFailure(text(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page>
      <Empty icon={Trash2} title={t('goneTitle')}>
        <p>{t('goneText')}</p>
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
        <Row><Button look="primary" busy={busy} onClick={() => void act()}>{t('restore')}</Button><ButtonLink to="/exercises">{t('toExercises')}</ButtonLink></Row>
      </Empty>
    </Page>
  );
}
