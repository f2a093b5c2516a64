import { useEffect, useState } from 'react';
import { classNames } from '../ui/class-names.ts';
import { usePlay } from './playable.ts';
import css from './player.module.css';
import type { VideoPlayer } from './video-player.ts';

/** Two elements at one place, of which one is shown (see reels.ts). */
export function Screens({ player, mirrored, poster }: { readonly player: VideoPlayer; readonly mirrored: boolean; readonly poster?: string | undefined }) {
  const [first, setFirst] = useState<HTMLVideoElement | null>(null);
  const [second, setSecond] = useState<HTMLVideoElement | null>(null);
  const shown = usePlay(player, () => (second !== null && player.element === second ? 1 : 0));
  useEffect(() => (first === null || second === null ? undefined : player.attach([first, second])), [player, first, second]);
  const look = classNames(css.video, mirrored && css.mirrored);
  // Captions come from files that people pick, and are drawn over the picture.
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video ref={setFirst} className={look} data-shown={shown === 0} playsInline preload="auto" poster={poster} tabIndex={-1} />
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video ref={setSecond} className={look} data-shown={shown === 1} playsInline preload="auto" tabIndex={-1} />
    </>
  );
}
