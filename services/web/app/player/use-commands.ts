import { useTranslations } from 'use-intl';
import { clock } from '../ui/sizes.ts';
import { NO_LOOP, withPoint } from './loop.ts';
import type { Mark } from './mark.ts';
import type { View } from './player.tsx';
import { type Command, markAfter, speedAfter } from './shortcuts.ts';
import type { VideoPlayer } from './video-player.ts';

interface Parts {
  readonly player: VideoPlayer;
  readonly marks: readonly Mark[];
  readonly goTo: (mark: Mark) => void;
  readonly say: (text: string) => void;
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly toggleFull: () => void;
  readonly pickCaptions: () => void;
  readonly openHelp: () => void;
}

/** Does what a key or a button asks for, and says it. */
export function useCommands({ player, marks, goTo, say, view, setView, toggleFull, pickCaptions, openHelp }: Parts): (command: Command) => void {
  const t = useTranslations('player');
  const jump = (by: 1 | -1) => {
    const mark = markAfter(marks, player.state().timeMs, by);
    if (mark === null) say(marks.length === 0 ? t('noMarks') : by > 0 ? t('noNext') : t('noPrevious'));
    else {
      goTo(mark);
      say(mark.label);
    }
  };
  const loop = (point: 'a' | 'b') => {
    const { loop: before, timeMs } = player.state();
    const next = withPoint(before, point, timeMs);
    player.setLoop(next);
    say(t(point === 'a' ? 'loopFrom' : 'loopTo', { time: clock(timeMs, true) }));
  };
  return (command) => {
    const { timeMs, durationMs, rate, volume, muted } = player.state();
    switch (command.type) {
      case 'toggle': return player.toggle();
      case 'seekBy': return player.seek(timeMs + command.ms);
      case 'seekTo': return durationMs === null ? undefined : player.seek(command.share * durationMs);
      case 'frame': {
        player.step(command.by);
        return say(t('frameAt', { time: clock(player.state().timeMs, true) }));
      }
      case 'speed': {
        player.setRate(speedAfter(rate, command.by));
        return say(t('speedIs', { speed: player.state().rate }));
      }
      case 'volume': {
        player.setVolume((muted ? 0 : volume) + command.by);
        return say(t('volumeIs', { percent: Math.round(player.state().volume * 100) }));
      }
      case 'mute': {
        player.setMuted(!muted);
        return say(t(muted ? 'soundOn' : 'soundOff'));
      }
      case 'loopStart': return loop('a');
      case 'loopEnd': return loop('b');
      case 'loopClear': {
        player.setLoop(NO_LOOP);
        return say(t('loopOff'));
      }
      case 'mirror': {
        setView({ ...view, mirrored: !view.mirrored });
        return say(t(view.mirrored ? 'mirrorOff' : 'mirrorOn'));
      }
      case 'captions': {
        if (view.captions === null) return pickCaptions();
        setView({ ...view, captions: { ...view.captions, shown: !view.captions.shown } });
        return say(t(view.captions.shown ? 'captionsOff' : 'captionsOn'));
      }
      case 'pictureInPicture': return void togglePictureInPicture(player);
      case 'fullScreen': return toggleFull();
      case 'nextMark': return jump(1);
      case 'previousMark': return jump(-1);
      case 'help': return openHelp();
      default: return command satisfies never;
    }
  };
}

async function togglePictureInPicture(player: VideoPlayer): Promise<void> {
  try {
    if (document.pictureInPictureElement !== null) await document.exitPictureInPicture();
    else await player.element?.requestPictureInPicture();
  } catch {
    // Refused by the browser: the picture stays where it is.
  }
}
