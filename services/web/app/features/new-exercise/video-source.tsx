import { Camera, FileVideo, SquarePlay } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Recorder } from '../recorder/recorder.tsx';
import { FileSource } from './file-source.tsx';
import css from './new-exercise.module.css';
import { type Source, SOURCES } from './new-exercise-search.ts';

const ICONS = { file: FileVideo, camera: Camera, youtube: SquarePlay } as const;

interface VideoSourceProps {
  readonly source: Source;
  readonly onSource: (source: Source) => void;
  /** There is, or will be, a video with this id; by its file's name when it has one. */
  readonly onAsset: (assetId: string, filename?: string) => void;
  /** What stands under the tab for an address of YouTube. */
  readonly youtube: ReactNode;
}

/** The three places a video comes from, one of them at a time. */
export function VideoSource({ source, onSource, onAsset, youtube }: VideoSourceProps) {
  const t = useTranslations('newExercise');
  const id = useId();
  const tabs = useRef<HTMLDivElement>(null);
  const move = (from: Source, key: string) => {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const at = key === 'Home' ? 0 : key === 'End' ? SOURCES.length - 1 : step === 0 ? -1 : (SOURCES.indexOf(from) + step + SOURCES.length) % SOURCES.length;
    const next = SOURCES[at];
    if (next === undefined) return false;
    onSource(next);
    tabs.current?.querySelectorAll<HTMLElement>('[role="tab"]')[at]?.focus();
    return true;
  };
  return (
    <>
      <div ref={tabs} role="tablist" aria-label={t('source')} className={css.tabs}>
        {SOURCES.map((name) => {
          const Icon = ICONS[name];
          return <button key={name} type="button" role="tab" id={`${id}-${name}`} aria-selected={source === name} aria-controls={`${id}-panel`} tabIndex={source === name ? 0 : -1} onClick={() => onSource(name)} onKeyDown={(event) => { if (move(name, event.key)) event.preventDefault(); }}><Icon aria-hidden="true" />{t(`sources.${name}`)}</button>;
        })}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${source}`} className={css.panel}>
        {source === 'file' && <FileSource onBegun={onAsset} />}
        {source === 'camera' && <Recorder onTake={({ assetId }) => onAsset(assetId)} />}
        {source === 'youtube' && youtube}
      </div>
    </>
  );
}
