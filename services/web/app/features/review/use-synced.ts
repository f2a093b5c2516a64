import { useEffect, useState } from 'react';
import { type Side, SyncedClock } from '../../player/sync.ts';
import type { VideoSource } from '../../player/reels.ts';
import { VideoPlayer } from '../../player/video-player.ts';

const sideOf = (player: VideoPlayer): Side => ({
  durationMs: () => player.state().durationMs, positionMs: (nowMs) => player.positionMs(nowMs), frameMs: () => player.frameMs,
  busy: () => player.moving || (player.element?.readyState ?? 0) < 3, playing: () => player.state().playing,
  play: () => player.resume(), pause: () => player.pause(), seek: (ms) => player.seek(ms), setRate: (rate) => player.setRate(rate), nudge: (rate) => player.nudge(rate),
});

/** Two players and the clock that both run on, for as long as the screen is there. */
export function useSynced(exercise: VideoSource, answer: VideoSource, offsetMs: number) {
  const [made] = useState(() => {
    const players = { exercise: new VideoPlayer({ remember: false }), answer: new VideoPlayer({ remember: false }) };
    return { ...players, clock: new SyncedClock(sideOf(players.exercise), sideOf(players.answer), offsetMs) };
  });
  const [first] = useState({ exercise, answer, offsetMs });
  useEffect(() => {
    made.exercise.open(first.exercise, Math.max(0, first.offsetMs));
    made.answer.open(first.answer, Math.max(0, -first.offsetMs));
    let frame = requestAnimationFrame(function tick(now) {
      made.clock.tick(now);
      frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [made, first]);
  return made;
}
