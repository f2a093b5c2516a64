import { Play, RotateCcw } from 'lucide-react';
import { type CSSProperties, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '../client/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { captionAt } from './captions.ts';
import type { View } from './player.tsx';
import { usePlay } from './playable.ts';
import css from './player.module.css';
import { Unplayable } from './reels.ts';
import { Screens } from './screens.tsx';
import type { VideoPlayer } from './video-player.ts';

interface PictureProps {
  readonly player: VideoPlayer;
  readonly view: View;
  readonly poster: string | undefined;
  readonly said: string | null;
}

/** The picture itself, and what lies over it: a press plays and pauses, two quick ones at a side jump. */
export function Picture({ player, view, poster, said }: PictureProps) {
  const t = useTranslations('player');
  const playing = usePlay(player, (state) => state.playing);
  const started = usePlay(player, (state) => state.playing || state.timeMs > 0);
  const waiting = usePlay(player, (state) => state.phase === 'loading' || state.waiting);
  const failed = usePlay(player, (state) => state.phase === 'failed');
  const aspect = usePlay(player, () => player.state().aspect);
  const press = usePresses(player);
  return (
    <div className={css.picture} style={aspect === null ? undefined : { '--aspect': aspect } as CSSProperties}>
      <Screens player={player} mirrored={view.mirrored} poster={poster} />
      <button type="button" className={css.press} tabIndex={-1} aria-label={playing ? t('pause') : t('play')} onClick={press}>
        {!started && !waiting && !failed && <span className={css.bigPlay}><Play aria-hidden="true" /></span>}
      </button>
      {waiting && !failed && <span className={css.waiting} aria-hidden="true" />}
      {view.captions?.shown && <Captions player={player} view={view} />}
      {said !== null && !failed && <span className={css.said} aria-hidden="true">{said}</span>}
      {failed && <Failure player={player} />}
    </div>
  );
}

/** Milliseconds within which a second press makes it a double one. */
const DOUBLE = 280;

function usePresses(player: VideoPlayer): (event: React.MouseEvent<HTMLElement>) => void {
  const last = useRef({ at: 0, side: 0 });
  return (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const side = event.detail === 0 ? 0 : share < 0.3 ? -1 : share > 0.7 ? 1 : 0;
    const again = side !== 0 && side === last.current.side && event.timeStamp - last.current.at < DOUBLE;
    last.current = { at: event.timeStamp, side };
    player.toggle();
    // The first press toggled, the second toggles back: what is left is the jump.
    if (again) player.seek(player.state().timeMs + side * 5_000);
  };
}

function Captions({ player, view }: { readonly player: VideoPlayer; readonly view: View }) {
  const text = usePlay(player, (state) => captionAt(view.captions?.cues ?? [], state.timeMs));
  return text === null ? null : <p className={css.captions}><span>{text}</span></p>;
}

/** Why it does not play, and once more. */
export function Failure({ player }: { readonly player: VideoPlayer }) {
  const t = useTranslations('player');
  const common = useTranslations('common');
  const text = useProblemText();
  const { error } = player.state();
  useEffect(() => {
    const again = () => player.retry();
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, [player]);
  return (
    <div className={css.failure} role="alert">
      <p>{error instanceof Unplayable ? t('unplayable') : text(error)}</p>
      <Button onClick={() => player.retry()}><RotateCcw aria-hidden="true" />{common('retry')}</Button>
    </div>
  );
}
