import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { idempotencyKey } from '../../client/client.ts';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { useStepUp, wasCancelled } from '../../session/step-up.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/field.tsx';
import { Card, Notice, Quiet, Row, Stack } from '../../ui/layout.tsx';
import { ExportItem } from './export-item.tsx';
import css from './privacy.module.css';
import { type ExportJob, type ExportMode, rights } from './rights-api.ts';

const MODES: readonly ExportMode[] = ['access', 'portability'];

export function ExportsSection({ jobs }: { readonly jobs: readonly ExportJob[] }) {
  const t = useTranslations('privacy');
  const text = useProblemText();
  const client = useQueryClient();
  const stepUp = useStepUp();
  const [mode, setMode] = useState<ExportMode>('access');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  // Kept until it is accepted: sent again after a lost answer it does not begin a second one.
  const key = useRef<string | null>(null);
  const running = jobs.some(({ state }) => state === 'queued' || state === 'running');
  const begin = async () => {
    setBusy(true);
    setFailure(null);
    key.current ??= idempotencyKey();
    const header = { 'Idempotency-Key': key.current };
    try {
      await stepUp(() => rights.POST('/api/consent/v1/exports', { body: { mode }, params: { header } }));
      key.current = null;
    } catch (error) {
      if (isProblem(error) && error.status >= 400 && error.status < 500) key.current = null;
      if (!wasCancelled(error)) setFailure(isProblem(error, 'conflict') ? t('exportOne') : text(error));
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: ['exports'] });
    }
  };
  return (
    <Card aria-labelledby="exports">
      <Stack>
        <div><h2 id="exports">{t('exports')}</h2><Quiet small>{t('exportsHint')}</Quiet></div>
        {jobs.length > 0 && <ul role="list" className={css.jobs}>{jobs.map((job) => <ExportItem key={job.id} job={job} />)}</ul>}
        {!running && (
          <>
            <fieldset><legend className={css.legend}>{t('exportWhat')}</legend>{MODES.map((name) => <Choice key={name} type="radio" name="mode" checked={mode === name} hint={t(`modeText.${name}`)} onChange={() => { setMode(name); key.current = null; }}>{t(`mode.${name}`)}</Choice>)}</fieldset>
            <Row><Button busy={busy} onClick={() => void begin()}>{t('exportBegin')}</Button></Row>
          </>
        )}
        {failure !== null && <Notice tone="bad" live>{failure}</Notice>}
      </Stack>
    </Card>
  );
}
