import { ArrowLeftRight, ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight, Columns2, Layers } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button, IconButton } from '../../ui/button.tsx';
import { Choice } from '../../ui/field.tsx';
import { Card } from '../../ui/layout.tsx';
import type { CompareSearch } from './compare-search.ts';
import css from './compare.module.css';

interface CompareToolsProps {
  readonly offsetMs: number;
  /** Where the comment was pinned. */
  readonly pinned: number;
  readonly nudge: (ms: number) => void;
  readonly frame: () => number;
  readonly change: (next: { readonly [Key in keyof CompareSearch]: CompareSearch[Key] | undefined }) => void;
  readonly search: CompareSearch;
  readonly mirrored: { readonly exercise: boolean; readonly answer: boolean };
  readonly setMirrored: (mirrored: { readonly exercise: boolean; readonly answer: boolean }) => void;
  readonly heard: 'exercise' | 'answer' | 'none';
  readonly mix: number;
}

/** How the two lie on each other: in time, in the picture, in sound. */
export function CompareTools({ offsetMs, pinned, nudge, frame, change, search, mirrored, setMirrored, heard, mix }: CompareToolsProps) {
  const t = useTranslations('review.sync');
  const over = search.view === 'over';
  return (
    <Card className={css.tools} aria-labelledby="compare-tools">
      <h2 id="compare-tools">{t('tools')}</h2>
      <div className={css.groups}>
        <fieldset>
          <legend>{t('offset')}</legend>
          <div className={css.offset}>
            <IconButton label={t('earlier')} look="secondary" onClick={() => nudge(-100)}><ChevronsLeft aria-hidden="true" /></IconButton>
            <IconButton label={t('frameEarlier')} look="secondary" onClick={() => nudge(-frame())}><ChevronLeft aria-hidden="true" /></IconButton>
            <output className={css.ms}>{t('offsetIs', { ms: offsetMs })}</output>
            <IconButton label={t('frameLater')} look="secondary" onClick={() => nudge(frame())}><ChevronRight aria-hidden="true" /></IconButton>
            <IconButton label={t('later')} look="secondary" onClick={() => nudge(100)}><ChevronsRight aria-hidden="true" /></IconButton>
          </div>
          {offsetMs !== pinned && <Button look="quiet" onClick={() => change({ offset: undefined })}>{t('resetOffset')}</Button>}
        </fieldset>
        <fieldset>
          <legend>{t('layout')}</legend>
          <div className={css.choices}>
            <Button aria-pressed={!over} onClick={() => change({ view: undefined })}><Columns2 aria-hidden="true" />{t('beside')}</Button>
            <Button aria-pressed={over} onClick={() => change({ view: 'over' })}><Layers aria-hidden="true" />{t('over')}</Button>
            {!over && <Button onClick={() => change({ swap: search.swap ? undefined : true })}><ArrowLeftRight aria-hidden="true" />{t('swap')}</Button>}
          </div>
          {over && <label className={css.mix}><span>{t('opacity')}</span><input type="range" min={0} max={100} step={5} value={mix} aria-valuetext={t('opacityIs', { percent: mix })} onChange={(event) => change({ mix: Number(event.currentTarget.value) })} /></label>}
        </fieldset>
        <fieldset>
          <legend>{t('sound')}</legend>
          {(['exercise', 'answer', 'none'] as const).map((one) => <Choice key={one} type="radio" name="sound" checked={heard === one} onChange={() => change({ sound: one === 'exercise' ? undefined : one })}>{t(`soundOf.${one}`)}</Choice>)}
        </fieldset>
        <fieldset>
          <legend>{t('mirror')}</legend>
          <Choice checked={mirrored.exercise} onChange={(event) => setMirrored({ ...mirrored, exercise: event.currentTarget.checked })}>{t('mirrorExercise')}</Choice>
          <Choice checked={mirrored.answer} onChange={(event) => setMirrored({ ...mirrored, answer: event.currentTarget.checked })}>{t('mirrorAnswer')}</Choice>
        </fieldset>
      </div>
    </Card>
  );
}
