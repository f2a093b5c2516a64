import { useQueryClient } from '@tanstack/react-query';
import { Play, Trash2, Upload, X } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Progress, Quiet, Row } from '../../ui/layout.tsx';
import { clock, useSizes } from '../../ui/sizes.ts';
import { useToast } from '../../ui/toasts.tsx';
import { ConsentGate } from '../privacy/consent-gate.tsx';
import css from './recorder.module.css';
import type { Take as TakeResult } from './recorder.tsx';
import { Take } from './take.ts';
import { TakePlayer } from './take-player.tsx';
import type { StoredTake } from './takes-folder.ts';
import { ThrowAwayDialog } from './throw-away-dialog.tsx';
import { wholeSeconds } from './time-budget.ts';

interface Props {
  readonly personId: string;
  readonly stored: StoredTake;
  readonly onTake?: ((take: TakeResult) => void) | undefined;
}

/** One take that was not sent to its end. */
export function UnfinishedTake({ personId, stored, onTake }: Props) {
  const t = useTranslations('recorder');
  const format = useFormatter();
  const { size } = useSizes();
  const [playing, setPlaying] = useState(false);
  const [asking, setAsking] = useState(false);
  const { sent, failure, finish, throwAway } = useFinishing(personId, stored, onTake);
  const { record: { at, ms }, file } = stored;
  const when = format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li>
      <div><strong>{t('unfinished.when', { when })}</strong><br /><Quiet small>{t('facts', { time: clock(wholeSeconds(ms)), size: size(file.size) })}</Quiet></div>
      {playing && <TakePlayer blob={file} label={t('unfinished.video', { when })} className={css.unfinishedPicture} />}
      {sent !== null && <Progress label={t('unfinished.progress', { when })} value={sent} max={file.size} />}
      {failure !== null && (isProblem(failure, 'consent-required') ? <ConsentGate purpose="video_processing" why={t('why')} onGiven={finish} /> : <Failure error={failure} />)}
      <Row gap={2}>
        <Button look="primary" busy={sent !== null} aria-label={t('unfinished.finishLabel', { when })} onClick={finish}><Upload aria-hidden="true" />{t('unfinished.finish')}</Button>
        <Button aria-label={t('unfinished.playLabel', { when })} aria-expanded={playing} onClick={() => setPlaying(!playing)}>{playing ? <X aria-hidden="true" /> : <Play aria-hidden="true" />}{t(playing ? 'unfinished.hide' : 'unfinished.play')}</Button>
        {sent === null && <Button look="quiet" aria-label={t('unfinished.throwLabel', { when })} onClick={() => setAsking(true)}><Trash2 aria-hidden="true" />{t('unfinished.throwAway')}</Button>}
      </Row>
      {asking && <ThrowAwayDialog onKeep={() => setAsking(false)} onThrow={() => {
        setAsking(false);
        throwAway();
      }} />}
    </li>
  );
}

function Failure({ error }: { readonly error: unknown }) {
  const t = useTranslations('recorder');
  const text = useProblemText();
  return <Notice tone="bad" live>{error === 'elsewhere' ? t('unfinished.elsewhere') : <>{text(error)} {t('kept')}</>}</Notice>;
}

/** @returns sent: bytes; null: nothing is being sent */
function useFinishing(personId: string, stored: StoredTake, onTake: Props['onTake']) {
  const t = useTranslations('recorder');
  const client = useQueryClient();
  const toast = useToast();
  const [sent, setSent] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const changed = () => {
    void client.invalidateQueries({ queryKey: ['takes'] });
    void client.invalidateQueries({ queryKey: ['assets'] });
  };
  const withTake = async (act: (take: Take) => Promise<void>) => {
    setFailure(null);
    const take = await Take.resume(personId, stored, { onSent: setSent });
    if (take === null) return setFailure('elsewhere');
    try {
      await act(take);
      changed();
    } catch (error) {
      await take.leave();
      setFailure(error);
    } finally {
      setSent(null);
    }
  };
  return {
    sent, failure,
    finish: () => {
      setSent(0);
      void withTake(async (take) => {
        const assetId = await take.send();
        if (onTake === undefined) toast({ text: t('unfinished.done') });
        else onTake({ assetId, durationMs: stored.record.ms });
      });
    },
    throwAway: () => void withTake(async (take) => {
      await take.refuse();
      toast({ text: t('unfinished.thrown') });
    }),
  };
}
