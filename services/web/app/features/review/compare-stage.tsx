import { useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowLeft, Keyboard, Maximize, Minimize, Pause, Play, RotateCcw, RotateCw, StepBack, StepForward } from 'lucide-react';
import { type CSSProperties, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { body, exercises } from '../../client/client.ts';
import { NO_LOOP, withPoint } from '../../player/loop.ts';
import { Failure } from '../../player/picture.tsx';
import { type Playable, usePlay } from '../../player/playable.ts';
import player from '../../player/player.module.css';
import { Screens } from '../../player/screens.tsx';
import { type Command, speedAfter } from '../../player/shortcuts.ts';
import { ShortcutsDialog } from '../../player/shortcuts-dialog.tsx';
import { LoopButtons, Speed, Time } from '../../player/time-controls.tsx';
import { Timeline } from '../../player/timeline.tsx';
import { useFullScreen } from '../../player/use-full-screen.ts';
import { useShortcuts } from '../../player/use-shortcuts.ts';
import type { VideoPlayer } from '../../player/video-player.ts';
import { store, stored } from '../../shell/preferences.ts';
import { ButtonLink, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { HiddenText, Page } from '../../ui/layout.tsx';
import type { Exercise } from '../feed/exercise-queries.ts';
import type { Comment } from './comment-queries.ts';
import type { CompareSearch } from './compare-search.ts';
import { CompareTools } from './compare-tools.tsx';
import css from './compare.module.css';
import { useSynced } from './use-synced.ts';

interface CompareStageProps {
  readonly exercise: Exercise;
  readonly comment: Comment;
  readonly exerciseAsset: string;
  readonly answerAsset: string;
}

export function CompareStage({ exercise, comment, exerciseAsset, answerAsset }: CompareStageProps) {
  const t = useTranslations('review.sync');
  const of = useTranslations('review');
  const search = useSearch({ from: '/signed-in/exercises/$exerciseId/compare/$commentId' });
  const navigate = useNavigate();
  const pinned = comment.anchor?.startMs ?? 0;
  const offsetMs = search.offset ?? pinned;
  const { clock, ...players } = useSynced(
    { key: exerciseAsset, load: () => body(exercises.POST('/api/exercises/v1/exercises/{id}/playback', { params: { path: { id: exercise.id } }, body: {} })) },
    { key: answerAsset, load: () => body(exercises.POST('/api/exercises/v1/comments/{id}/playback', { params: { path: { id: comment.id } }, body: {} })) }, offsetMs,
  );
  const change = (next: { readonly [Key in keyof CompareSearch]: CompareSearch[Key] | undefined }) => void navigate({ to: '.', search: (before) => withoutNothing({ ...before, ...next }), replace: true, resetScroll: false });
  const [mirrored, setMirrored] = useState({ exercise: false, answer: false });
  const [help, setHelp] = useState(false);
  const [keysOn, setKeysOn] = useState(() => stored('shortcuts') !== 'off');
  const stage = useRef<HTMLElement>(null);
  const [full, toggleFull] = useFullScreen(stage, () => players.exercise.element);
  const heard = search.sound ?? 'exercise';
  useEffect(() => { if (clock.state().offsetMs !== offsetMs) clock.setOffset(offsetMs); }, [clock, offsetMs]);
  useEffect(() => {
    players.exercise.setMuted(heard !== 'exercise');
    players.answer.setMuted(heard !== 'answer');
    clock.setHeard(heard === 'exercise' ? 'leader' : heard === 'answer' ? 'follower' : 'none');
  }, [clock, players.exercise, players.answer, heard]);

  const nudge = (ms: number) => change({ offset: Math.round(offsetMs + ms) });
  const frame = () => Math.round(players.answer.frameMs);
  const run = (command: Command) => {
    const { timeMs, durationMs, rate, loop, playing } = clock.state();
    if (command.type === 'toggle') return playing ? clock.pause() : clock.play();
    if (command.type === 'seekBy') return clock.seek(timeMs + command.ms);
    if (command.type === 'seekTo') return clock.seek(command.share * (durationMs ?? 0));
    if (command.type === 'frame') return clock.step(command.by);
    if (command.type === 'speed') return clock.setRate(speedAfter(rate, command.by));
    if (command.type === 'loopStart' || command.type === 'loopEnd') return clock.setLoop(withPoint(loop, command.type === 'loopStart' ? 'a' : 'b', timeMs));
    if (command.type === 'loopClear') return clock.setLoop(NO_LOOP);
    if (command.type === 'fullScreen') return toggleFull();
    if (command.type === 'help') return setHelp(true);
    if (command.type === 'mirror') return setMirrored({ exercise: !mirrored.exercise, answer: !mirrored.answer });
    if (command.type === 'mute') return change({ sound: heard === 'none' ? undefined : 'none' });
    return undefined;
  };
  const moreKeys = useMemo(() => [{ key: '[', label: t('frameEarlier'), run: () => latest.current(-1) }, { key: ']', label: t('frameLater'), run: () => latest.current(1) }], [t]);
  const latest = useRef((_by: number) => undefined as void);
  useEffect(() => { latest.current = (by) => nudge(by * frame()); });
  useShortcuts(keysOn, null, run, moreKeys);
  const answerName = of('answerOf', { name: comment.author?.displayName ?? of('somebody') });
  const mix = search.mix ?? 50;

  return (
    <Page>
      <header className={css.head}>
        <ButtonLink to="/exercises/$exerciseId" params={{ exerciseId: exercise.id }} search={{ comment: comment.id }} look="quiet" className={css.back}><ArrowLeft aria-hidden="true" /><HiddenText>{t('back')}</HiddenText></ButtonLink>
        <h1 tabIndex={-1}>{exercise.name}</h1>
      </header>
      <section ref={stage} className={css.stage} aria-label={t('title')} data-full={full}>
        <div className={css.pair} data-view={search.view ?? 'beside'} data-swap={search.swap ?? false} style={{ '--mix': mix / 100 } as CSSProperties}>
          <Half className={css.exercise} name={`${t('exercise')}: ${exercise.owner.displayName}`} player={players.exercise} clock={clock} on={() => clock.isOn(0)} mirrored={mirrored.exercise} onPress={() => run({ type: 'toggle' })} />
          <Half className={css.answer} name={answerName} player={players.answer} clock={clock} on={() => clock.isOn(1)} mirrored={mirrored.answer} onPress={() => run({ type: 'toggle' })} />
        </div>
        <div className={player.controls}>
          <Timeline player={clock} loop={() => clock.state().loop} marks={[]} activeMark={null} onMark={() => undefined} />
          <Row clock={clock} run={run} full={full} />
        </div>
      </section>
      <CompareTools {...{ clock, offsetMs, pinned, nudge, frame, change, search, mirrored, setMirrored, heard, mix }} />
      {help && <ShortcutsDialog enabled={keysOn} onEnabled={(enabled) => { setKeysOn(enabled); store('shortcuts', enabled ? 'on' : 'off'); }} onClose={() => setHelp(false)} more={moreKeys} />}
    </Page>
  );
}

const withoutNothing = (search: object): CompareSearch => Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));

interface HalfProps {
  readonly className: string | undefined;
  readonly name: string;
  readonly player: VideoPlayer;
  readonly clock: Playable;
  readonly on: () => boolean;
  readonly mirrored: boolean;
  readonly onPress: () => void;
}

function Half({ className, name, player: one, clock, on, mirrored, onPress }: HalfProps) {
  const t = useTranslations('review.sync');
  const failed = usePlay(one, ({ phase }) => phase === 'failed');
  const off = usePlay(clock, ({ phase }) => phase === 'ready' && !on());
  const waiting = usePlay(one, ({ phase, waiting: waits }) => phase === 'loading' || waits);
  const playing = usePlay(clock, (state) => state.playing);
  return (
    <figure className={className} data-off={off}>
      <Screens player={one} mirrored={mirrored} />
      <button type="button" className={player.press} tabIndex={-1} aria-label={playing ? t('pause') : t('play')} onClick={onPress} />
      {waiting && !failed && <span className={player.waiting} aria-hidden="true" />}
      {failed && <Failure player={one} />}
      <figcaption>{name}{off && <span> · {t('notPlaying')}</span>}</figcaption>
    </figure>
  );
}

function Row({ clock, run, full }: { readonly clock: ReturnType<typeof useSynced>['clock']; readonly run: (command: Command) => void; readonly full: boolean }) {
  const t = useTranslations('review.sync');
  const words = useTranslations('player');
  const playing = usePlay(clock, (state) => state.playing);
  const waiting = usePlay(clock, (state) => state.waiting);
  const drift = usePlay(clock, () => (clock.state().driftMs === null ? null : Math.round(clock.state().driftMs ?? 0)));
  return (
    <div className={classNames(player.row, css.row)}>
      <IconButton label={playing ? t('pause') : t('play')} className={player.playButton} onClick={() => run({ type: 'toggle' })}>{playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}</IconButton>
      <IconButton label={words('back5')} className={player.wide} onClick={() => run({ type: 'seekBy', ms: -5_000 })}><RotateCcw aria-hidden="true" /></IconButton>
      <IconButton label={words('forward5')} className={player.wide} onClick={() => run({ type: 'seekBy', ms: 5_000 })}><RotateCw aria-hidden="true" /></IconButton>
      <IconButton label={words('frameBack')} onClick={() => run({ type: 'frame', by: -1 })}><StepBack aria-hidden="true" /></IconButton>
      <IconButton label={words('frameForward')} onClick={() => run({ type: 'frame', by: 1 })}><StepForward aria-hidden="true" /></IconButton>
      <Time player={clock} />
      <span className={css.drift} data-waiting={waiting}>{waiting ? t('waiting') : drift === null ? '' : t('drift', { ms: Math.abs(drift) })}</span>
      <HiddenText><span role="status">{waiting ? t('waiting') : ''}</span></HiddenText>
      <span className={player.gap} />
      <LoopButtons player={clock} loop={() => clock.state().loop} run={run} />
      <Speed player={clock} onRate={(rate) => clock.setRate(rate)} />
      <IconButton label={words('shortcuts')} className={player.wide} onClick={() => run({ type: 'help' })}><Keyboard aria-hidden="true" /></IconButton>
      <IconButton label={full ? words('fullOff') : words('full')} onClick={() => run({ type: 'fullScreen' })}>{full ? <Minimize aria-hidden="true" /> : <Maximize aria-hidden="true" />}</IconButton>
    </div>
  );
}
