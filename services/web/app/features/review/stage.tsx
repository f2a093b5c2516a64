import { Pause, Play } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { body, exercises } from '../../client/client.ts';
import type { Mark } from '../../player/mark.ts';
import { usePlay } from '../../player/playable.ts';
import { Player } from '../../player/player.tsx';
import { markAfter } from '../../player/shortcuts.ts';
import { Timeline } from '../../player/timeline.tsx';
import { type MoreKey, useShortcuts } from '../../player/use-shortcuts.ts';
import type { VideoPlayer } from '../../player/video-player.ts';
import type { YouTubePlayer } from '../../player/youtube-player.ts';
import { isStaff } from '../../session/session.ts';
import { stored } from '../../shell/preferences.ts';
import { IconButton } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/layout.tsx';
import { clock } from '../../ui/sizes.ts';
import { NotReady } from './not-ready.tsx';
import { useReview } from './review-context.ts';
import css from './review.module.css';

const YouTube = lazy(() => import('../../player/youtube.tsx').then((module) => ({ default: module.YouTube })));

interface StageProps {
  readonly video: VideoPlayer;
  readonly tube: YouTubePlayer;
  readonly marks: readonly Mark[];
  readonly activeMark: string | null;
  readonly onMark: (mark: Mark) => void;
  readonly startMs: number;
  readonly moreKeys: readonly MoreKey[];
}

/** The exercise's video, wherever it lives and however far it is. */
export function Stage({ video, tube, marks, activeMark, onMark, startMs, moreKeys }: StageProps) {
  const { exercise, me } = useReview();
  const { id, name } = exercise;
  if (exercise.video.kind === 'youtube') return <Suspense fallback={<Skeleton height="24rem" />}><YouTube label={name} videoId={exercise.video.videoId} player={tube} startMs={startMs}><TubeControls {...{ tube, marks, activeMark, onMark, moreKeys }} /></YouTube></Suspense>;
  const { assetId, state } = exercise.video;
  if (state !== 'ready') return <NotReady assetId={assetId} state={state} knows={exercise.owner.id === me.id || isStaff(me)} />;
  const load = () => body(exercises.POST('/api/exercises/v1/exercises/{id}/playback', { params: { path: { id } }, body: {} }));
  return <Player label={name} player={video} source={{ key: assetId, load }} poster={`/api/exercises/v1/exercises/${id}/poster`} {...{ marks, activeMark, onMark, startMs, moreKeys }} />;
}

/** Our timeline under their frame: comments are reached and written as with any other video. */
function TubeControls({ tube, marks, activeMark, onMark, moreKeys }: Pick<StageProps, 'tube' | 'marks' | 'activeMark' | 'onMark' | 'moreKeys'>) {
  const t = useTranslations('player');
  const ready = usePlay(tube, ({ phase }) => phase === 'ready');
  const playing = usePlay(tube, (state) => state.playing);
  const time = usePlay(tube, ({ timeMs, durationMs }) => `${clock(timeMs)} / ${durationMs === null ? '–:––' : clock(durationMs)}`);
  const goTo = (mark: Mark) => {
    tube.seek(mark.startMs);
    onMark(mark);
  };
  const toggle = () => (playing ? tube.pause() : tube.play());
  useShortcuts(ready && stored('shortcuts') !== 'off', null, (command) => {
    const { timeMs, durationMs } = tube.state();
    if (command.type === 'toggle') toggle();
    else if (command.type === 'seekBy') tube.seek(timeMs + command.ms);
    else if (command.type === 'seekTo' && durationMs !== null) tube.seek(command.share * durationMs);
    else if (command.type === 'nextMark' || command.type === 'previousMark') {
      const mark = markAfter(marks, timeMs, command.type === 'nextMark' ? 1 : -1);
      if (mark !== null) goTo(mark);
    }
  }, moreKeys);
  if (!ready) return null;
  return (
    <div className={css.tube}>
      <Timeline player={tube} marks={marks} activeMark={activeMark} onMark={goTo} />
      <div className={css.tubeRow}><IconButton label={playing ? t('pause') : t('play')} onClick={toggle}>{playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}</IconButton><span>{time}</span></div>
    </div>
  );
}
